// UsageError: what the user gave cannot be used. Ends in one line on stderr and exit code 2, never in a trace.

export class UsageError extends Error {
  override readonly name = 'UsageError';

  /** What the user gave comes back in the lines; its control characters, ends of lines included, are not for the terminal. */
  constructor(...lines: readonly string[]) {
    super(lines.map((line) => line.replace(/\p{Control}/gu, '?')).join('\n'));
  }
}

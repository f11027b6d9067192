// UsageError: what the user gave cannot be used. Ends in one line on stderr and exit code 2, never in a trace.

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

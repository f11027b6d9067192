// How the program ends.

import { getSystemErrorMessage } from 'node:util';
import { EXIT } from '../base/exit-codes.ts';
import { UsageError } from '../base/usage-error.ts';
import { Panic } from '../engine/panic.ts';

/** Says what went wrong, in one line unless a trace is wanted, and returns the exit code. */
export function report(error: unknown, debug: boolean): number {
  const message = error instanceof Error ? error.message : String(error);
  // What the user gave comes back in messages; its control characters are not for the terminal.
  const lines = message.split('\n').map((line) => `vmtop: ${line.replace(/\p{Control}/gu, '?')}`);
  if (debug && error instanceof Error) lines.push(error.stack ?? '');
  process.stderr.write(`${lines.join('\n')}\n`);
  if (error instanceof UsageError) return EXIT.usage;
  return error instanceof Panic ? EXIT.violation : EXIT.failure;
}

/** Adds the command that makes the run again to whatever stops it. */
export async function reproducibly<T>(reproduce: () => string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error) error.message += `\nto see it again: ${reproduce()}`;
    throw error;
  }
}

/**
 * '... | head' ends quietly: who stops reading has seen enough. So does a terminal whose window has been closed. Any other output that
 * fails is told in a line.
 */
export function endWithOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || (error.code === 'EIO' && process.stdout.isTTY)) process.exit(EXIT.ok);
    process.exit(report(new Error(`cannot write the output: ${reasonOf(error)}`), false));
  });
  process.stderr.on('error', ({ code }: NodeJS.ErrnoException) =>
    process.exit(code === 'EPIPE' ? EXIT.ok : EXIT.failure),
  );
}

const reasonOf = ({ errno, message }: NodeJS.ErrnoException): string =>
  errno === undefined ? message : getSystemErrorMessage(errno);

/** For commands without a screen; between two slices the event loop gets its turn. */
export function endOnInterrupt(): void {
  process.once('SIGINT', () => process.exit(EXIT.interrupted));
}

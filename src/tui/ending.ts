// How the live screen ends: exit codes, and what is told on the normal screen afterwards.

import { constants } from 'node:os';
import { EXIT } from '../base/exit-codes.ts';
import type { Failure } from '../bus/bus.ts';
import type { Farewell } from './terminal.ts';

export type Ending =
  | { readonly kind: 'quit'; readonly code: number }
  /** The session could not be opened. */
  | { readonly kind: 'refused'; readonly error: unknown }
  | Farewell;

export function exitCode(ending: Ending, failure: Failure | null): number {
  if (ending.kind === 'signal') return 128 + constants.signals[ending.signal];
  if (ending.kind === 'error' || ending.kind === 'refused') return EXIT.failure;
  if (ending.kind === 'quit' && ending.code !== EXIT.ok) return ending.code;
  if (failure === null) return EXIT.ok;
  return failure.violation === true ? EXIT.violation : EXIT.failure;
}

/** Lines for stderr; none after an ordinary end. */
export function lastWords(ending: Ending, failure: Failure | null, debug: boolean): readonly string[] {
  const words: string[] = [];
  if (ending.kind === 'error') words.push(...errorWords(ending.error, debug));
  if (failure !== null) {
    words.push(`vmtop: ${failure.message}`);
    if (failure.reproduce !== '') words.push(`vmtop: to see it again: ${failure.reproduce}`);
    if (debug && failure.trace !== '') words.push(failure.trace);
  }
  return words;
}

function errorWords(error: unknown, debug: boolean): readonly string[] {
  if (!(error instanceof Error)) return [`vmtop: ${String(error)}`];
  return [`vmtop: ${error.message}`, ...(debug ? [error.stack ?? ''] : ['(--debug shows where it happened)'])];
}

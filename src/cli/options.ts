// Values of options, read with errors that say what was expected.

import { DURATION, MOST_DAYS, parseDuration } from '../base/quantity.ts';
import type { Ns } from '../base/time.ts';
import { UsageError } from '../base/usage-error.ts';
import { duration } from '../report/format.ts';

export function readSeed(text: string): number {
  const seed = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (seed <= 0xffff_ffff) return seed;
  throw new UsageError(`--seed: expected a whole number from 0 to ${0xffff_ffff}, got '${text}'`);
}

export function readDuration(option: string, text: string, min: Ns = 1): Ns {
  const ns = parseDuration(text);
  if (ns !== null && ns >= min) return ns;
  if (ns !== null) throw new UsageError(`${option}: expected at least ${duration(min)}, got '${text}'`);
  if (DURATION.test(text)) throw new UsageError(`${option}: expected at most ${MOST_DAYS} days, got '${text}'`);
  throw new UsageError(`${option}: expected a duration with unit such as '250us', '20s' or '2m', got '${text}'`);
}

/** Values of --set: subsystem -> variant. */
export function readSets(texts: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    texts.map((text) => {
      const [subsystem = '', variant = '', ...more] = text.split('=');
      if (subsystem !== '' && variant !== '' && more.length === 0) return [subsystem, variant];
      throw new UsageError(`--set: expected 'SUBSYSTEM=VARIANT', e.g. 'rmap=chain', got '${text}'`);
    }),
  );
}

/** Values of --param: parameter of the workload -> number such as 12, -3 or 0.5, true, false, or else the text. */
export function readParams(texts: readonly string[]): Readonly<Record<string, string | number | boolean>> {
  return Object.fromEntries(
    texts.map((text) => {
      const [, name, value] = /^([A-Za-z]\w*)=(.+)$/.exec(text) ?? [];
      if (name !== undefined && value !== undefined) return [name, scalar(value)];
      throw new UsageError(`--param: expected 'NAME=VALUE', e.g. 'threads=8', got '${text}'`);
    }),
  );
}

function scalar(text: string): string | number | boolean {
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  return text === 'true' || text === 'false' ? text === 'true' : text;
}

export function readWhole(option: string, text: string, min: number, max: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(`${option}: expected a whole number from ${min} to ${max}, got '${text}'`);
}

/** What an option that may be given once was given as; the last one wins, as everywhere. */
export const last = (value: string | readonly string[]): string =>
  typeof value === 'string' ? value : (value.at(-1) ?? '');

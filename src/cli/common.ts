// Options that several commands share, as tables for yargs, and what is read from them.

import type { Options } from 'yargs';
import { UsageError } from '../base/usage-error.ts';
import type { LoggedCommand } from '../simulation/command.ts';
import { last, readSeed, readSets } from './options.ts';

/** An option with one value that may be given again; without nargs it would swallow the scenario behind it. */
export const valued = (describe: string, more: Options = {}): Options => ({
  type: 'string',
  nargs: 1,
  describe,
  ...more,
});

export const RUN_OPTIONS = {
  scenario: valued('Name of a scenario, or path of a scenario file'),
  seed: valued('Same seed, same run', { alias: 's', default: '1' }),
  set: valued('Variant at the start, e.g. rmap=chain; may be repeated'),
  at: valued(
    'Command at an instant of simulated time, e.g. 5s:rmap=chain, 9s:load=500/20s or 30s:kill=all; may be repeated',
  ),
} as const satisfies Record<string, Options>;

type Value = string | readonly string[] | undefined;

/** What yargs makes of a command's `[name]` and RUN_OPTIONS. */
export interface RunArguments {
  /** A word of its own; --scenario means the same. */
  readonly name?: string | undefined;
  readonly scenario?: Value;
  readonly seed: Value;
  readonly set?: Value;
  readonly at?: Value;
}

export interface RunChoice {
  readonly seed: number;
  readonly set: Readonly<Record<string, string>>;
  readonly at: readonly LoggedCommand[];
}

export async function readRunChoice({ seed, set, at }: RunArguments): Promise<RunChoice> {
  const { parseAt } = await import('../session/command-text.ts');
  return { seed: readSeed(one(seed) ?? '1'), set: readSets(list(set)), at: list(at).map(parseAt) };
}

/** The one scenario that is named, however it is; undefined when none is. */
export function scenarioGiven({ name, scenario }: RunArguments): string | undefined {
  const options = list(scenario);
  const [first, ...more] = name === undefined ? options : [name, ...options];
  if (more.length === 0 || (first !== undefined && more.every((other) => other === first))) return first;
  const given = [...(name === undefined ? [] : [`'${name}'`]), ...options.map((option) => `--scenario ${option}`)];
  throw new UsageError(`expected one scenario, got ${given.join(' and ')}`);
}

export const list = (value: Value): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

export const one = (value: Value): string | undefined => (value === undefined ? undefined : last(value));

/** Progress for people who wait, on stderr if that is a terminal; none without a label. It is gone when `work` is over or the program ends. */
export async function withProgress<T>(
  label: string | null,
  work: (show: (share: number) => void) => Promise<T>,
): Promise<T> {
  const { stderr } = process;
  if (label === null || !stderr.isTTY) return await work(() => undefined);
  const clear = (): void => void stderr.write(`\r${' '.repeat(label.length + 5)}\r`);
  process.on('exit', clear);
  try {
    return await work((share) => stderr.write(`\r${label} ${Math.floor(share * 100)}%`));
  } finally {
    process.off('exit', clear);
    clear();
  }
}

// What yargs refuses, in our words: what was given, what is known, what was probably meant.

import type { Options } from 'yargs';
import { closest, didYouMean } from '../base/closest.ts';
import { UsageError } from '../base/usage-error.ts';
import { CHECK_OPTIONS } from './check.ts';
import { COMMANDS } from './command-names.ts';
import { LIST_OPTIONS } from './list.ts';
import { LIVE_OPTIONS } from './live.ts';
import { BATCH_OPTIONS } from './run.ts';

const EVERYWHERE = ['help', 'version', 'debug'];

/** By command; '' is the live screen. */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(LIVE_OPTIONS),
  run: Object.keys(BATCH_OPTIONS),
  list: Object.keys(LIST_OPTIONS),
  check: Object.keys(CHECK_OPTIONS),
};

const ALL = Object.entries<Options>({ ...LIVE_OPTIONS, ...BATCH_OPTIONS, ...LIST_OPTIONS, ...CHECK_OPTIONS });
/** Options with a value; --no-color stands for one. */
const VALUED = ALL.filter(([name, { nargs }]) => nargs === 1 && name !== 'color').map(([name]) => name);
const FLAGS = [...ALL.filter(([, { type }]) => type === 'boolean').map(([name]) => name), ...EVERYWHERE];

/** yargs takes --no-NAME for any option, and makes `false` of one that has a value. */
export function refuseNegation(words: readonly string[]): void {
  for (const name of VALUED) {
    if (words.some((word) => word.split('=')[0] === `--no-${name}`))
      throw new UsageError(`unknown option --no-${name}; --${name} takes a value, leave it out for none`);
  }
}

/** yargs takes any value of an option that has none for `false`. */
export function refuseValue(words: readonly string[]): void {
  for (const word of words) {
    const [, name = '', value = ''] = /^--(?:no-)?([^=]+)=(.*)$/s.exec(word) ?? [];
    if (FLAGS.includes(name) && value !== 'true' && value !== 'false')
      throw new UsageError(`--${name}: takes no value, got '${value}'`);
  }
}

export function parseFailure(message: string, words: readonly string[]): UsageError {
  const [, unknown] = /^Unknown (?:arguments?|commands?): (.+)$/.exec(message) ?? [];
  const [first = ''] = (unknown ?? '').split(', ');
  if (first === '')
    return new UsageError(
      message.replace(
        /^Not enough arguments following: (.*)$/,
        (_, name: string) => `expected a value after ${dashed(name)}`,
      ),
    );
  const option = words.find((word) => word.replace(/^--?(no-)?/, '').split('=')[0] === first && word.startsWith('-'));
  return option === undefined ? unexpectedWord(first, words) : unknownOption(first, words);
}

/** One word too many; without a command the first was probably meant as one. */
function unexpectedWord(word: string, words: readonly string[]): UsageError {
  const first = words.find((one, index) => !one.startsWith('-') && !isValue(words[index - 1] ?? '')) ?? '';
  if (first === 'run') return new UsageError(`run: expected one scenario, got '${word}', too`);
  if (COMMANDS.includes(first)) return new UsageError(`${first}: expected no more words, got '${word}'`);
  if (closest(first, COMMANDS) !== null)
    return new UsageError(`unknown command '${first}'${didYouMean(first, COMMANDS)}`);
  const choices = COMMANDS.join(', ');
  return new UsageError(`expected a command (${choices}) or one scenario, got '${first}' and '${word}'`);
}

/** Is what follows the word its value? */
const isValue = (before: string): boolean =>
  ALL.some(([name, { nargs, alias }]) => nargs === 1 && (before === `--${name}` || before === `-${alias}`));

const dashed = (name: string): string => `${name.length === 1 ? '-' : '--'}${name}`;

function unknownOption(name: string, words: readonly string[]): UsageError {
  const command = words.find((word) => COMMANDS.includes(word)) ?? '';
  const given = dashed(name);
  const known = [...(OPTIONS[command] ?? []), ...EVERYWHERE];
  if (closest(name, known) === null) {
    for (const other of COMMANDS) {
      const meant = closest(name, OPTIONS[other] ?? []);
      if (meant === name) return new UsageError(`option ${given} belongs to 'vmtop ${other}'`);
      if (meant !== null)
        return new UsageError(`unknown option ${given}; did you mean --${meant} of 'vmtop ${other}'?`);
    }
  }
  const options = known.map((option) => `--${option}`);
  return new UsageError(`unknown option ${given}${didYouMean(`--${name}`, options)}`);
}

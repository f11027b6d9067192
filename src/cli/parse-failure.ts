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
const OPTIONS: Readonly<Record<string, Readonly<Record<string, Options>>>> = {
  '': LIVE_OPTIONS,
  run: BATCH_OPTIONS,
  list: LIST_OPTIONS,
  check: CHECK_OPTIONS,
};

const ALL = Object.values(OPTIONS).flatMap((options) => Object.entries(options));
/** Options with a value; --no-color stands for one. */
const VALUED = ALL.filter(([name, { nargs }]) => nargs === 1 && name !== 'color').map(([name]) => name);
const FLAGS = [...ALL.filter(([, { type }]) => type === 'boolean').map(([name]) => name), ...EVERYWHERE];

/** yargs leaves out what stands behind '--'; none of that is an option, so what begins with a dash is a path. */
export function withoutDashes(words: readonly string[]): readonly string[] {
  const end = words.indexOf('--');
  if (end < 0) return words;
  return [...words.slice(0, end), ...words.slice(end + 1).map((word) => (word.startsWith('-') ? `./${word}` : word))];
}

/** yargs leaves out a '-', too. */
export function refuseDash(words: readonly string[]): void {
  if (words.some((word, index) => word === '-' && !isValue(words[index - 1] ?? '')))
    throw new UsageError("expected a scenario's name or path, got '-'; vmtop list shows the names");
}

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
  // The parser's other name for what no object may have.
  const [first = ''] = (unknown ?? '').split(', ').map((name) => (name === '___proto___' ? '__proto__' : name));
  if (first === '')
    return new UsageError(
      message.replace(
        /^Not enough arguments following: (.*)$/,
        (_, name: string) => `expected a value after ${dashed(name)}`,
      ),
    );
  return words.some((word) => optionsIn(word).includes(first))
    ? unknownOption(first, words)
    : unexpectedWord(first, words);
}

/** '-abc' are three. */
const optionsIn = (word: string): readonly string[] =>
  /^-[^-]/.test(word) ? [...word.slice(1)] : (/^--(?:no-)?([^=]+)/.exec(word)?.slice(1) ?? []);

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
  const owners = Object.keys(OPTIONS).filter((other) => isOption(name, OPTIONS[other] ?? {}));
  if (owners.length > 0) return new UsageError(`option ${given} belongs to ${owners.map(quoted).join(', ')}`);
  const known = [...Object.keys(OPTIONS[command] ?? {}), ...EVERYWHERE];
  if (closest(name, known) === null) {
    for (const other of Object.keys(OPTIONS)) {
      const meant = closest(name, Object.keys(OPTIONS[other] ?? {}));
      if (meant !== null)
        return new UsageError(`unknown option ${given}; did you mean --${meant} of ${quoted(other)}?`);
    }
  }
  const options = known.map((option) => `--${option}`);
  return new UsageError(`unknown option ${given}${didYouMean(`--${name}`, options)}`);
}

const isOption = (name: string, options: Readonly<Record<string, Options>>): boolean =>
  Object.entries(options).some(([known, { alias }]) => name === known || name === alias);

const quoted = (command: string): string => (command === '' ? "'vmtop'" : `'vmtop ${command}'`);

// The man page, made from the tables that --help and the screen's own help are made from.

import type { Options } from 'yargs';
import { CHECK_OPTIONS } from '../../src/cli/check.ts';
import { EXAMPLES, EXIT_CODES, TAGLINE, UNITS } from '../../src/cli/help-text.ts';
import { LIST_OPTIONS } from '../../src/cli/list.ts';
import { LIVE_OPTIONS } from '../../src/cli/live.ts';
import { BATCH_OPTIONS } from '../../src/cli/run.ts';
import { bindings } from '../../src/tui/keys/table.ts';
import { demoInfo } from '../tui/demo-session.ts';

type Table = Readonly<Record<string, Options>>;

interface Command {
  readonly words: string;
  readonly does: string;
  readonly options: Table;
}

const COMMANDS: readonly Command[] = [
  { words: 'vmtop [name]', does: 'Watch a scenario live; without one, choose from a list.', options: LIVE_OPTIONS },
  { words: 'vmtop run [name]', does: 'Run without a screen.', options: BATCH_OPTIONS },
  { words: 'vmtop list', does: 'List the scenarios.', options: LIST_OPTIONS },
  {
    words: 'vmtop check [scenarios..]',
    does: 'Compare scenarios with their published figures.',
    options: CHECK_OPTIONS,
  },
];

/** Keys whose help on the screen names what a scenario has. */
const OF_THE_SCENARIO: readonly (readonly [string, string])[] = [
  ['1 to 9', 'Flip what the scenario names for the digit, between its old variant and its new one'],
  ['+ -', 'Load up or down by one step of the scenario, where it has a load'],
];

const ENVIRONMENT: readonly (readonly [string, string])[] = [
  ['NO_COLOR', 'Not empty: no colours.'],
  ['LC_ALL, LC_CTYPE, LANG', 'The first that is not empty names no UTF-8: drawn with ASCII characters only.'],
  ['TERM', 'dumb: a text report instead of the screen.'],
];

export const manPage = (): string =>
  [
    '.\\" Written by a test from the option tables; see CONTRIBUTING.md.',
    '.TH VMTOP 1',
    '.SH NAME',
    `vmtop \\- ${roff(TAGLINE)}`,
    '.SH SYNOPSIS',
    ...COMMANDS.flatMap(({ words }) => [`.B ${roff(words)}`, '[options]', '.br']),
    '.SH COMMANDS',
    ...COMMANDS.flatMap(commandLines),
    '.SH KEYS',
    ...OF_THE_SCENARIO.flatMap(([shown, description]) => entry(shown, description)),
    ...bindings({ ...demoInfo(8), flips: [], load: null })
      .filter(({ mode = 'normal' }) => mode === 'normal')
      .flatMap(({ shown, description }) => entry(shown, description)),
    '.SH UNITS',
    roff(UNITS),
    '.SH ENVIRONMENT',
    ...ENVIRONMENT.flatMap(([name, means]) => entry(name, means)),
    '.SH EXIT STATUS',
    ...EXIT_CODES.flatMap(([code, means]) => entry(String(code), means)),
    '.SH EXAMPLES',
    ...EXAMPLES.flatMap(([command, does]) => entry(command, does)),
    '',
  ].join('\n');

const commandLines = ({ words, does, options }: Command): readonly string[] => [
  `.SS ${roff(words)}`,
  roff(does),
  ...Object.entries(options).flatMap(([name, option]) => entry(optionWords(name, option), described(option))),
];

function optionWords(name: string, { alias, type }: Options): string {
  const short = typeof alias === 'string' ? `-${alias}, ` : '';
  return `${short}--${name}${type === 'boolean' ? '' : ' VALUE'}`;
}

const described = ({ describe = '', default: fallback }: Options): string =>
  typeof fallback === 'string' ? `${describe} (default ${fallback})` : describe;

const entry = (term: string, text: string): readonly string[] => ['.TP', `.B ${roff(term)}`, roff(text)];

/** Signs that would mean something to roff. */
const roff = (text: string): string =>
  text
    .replace(/\\/g, '\\e')
    .replace(/-/g, '\\-')
    .replace(/^([.'])/, '\\&$1');

// vmtop [name]: the live screen; a text report where there is no terminal; a list to choose from without a scenario.

import type { CommandModule, Options } from 'yargs';
import { EXIT } from '../base/exit-codes.ts';
import { drawsAscii } from './ascii.ts';
import { colourLevel, tellInk } from './colour.ts';
import { COMMANDS } from './command-names.ts';
import { one, RUN_OPTIONS, type RunArguments, readRunChoice, scenarioGiven, valued } from './common.ts';
import { readWhole } from './options.ts';

export const LIVE_OPTIONS = {
  ...RUN_OPTIONS,
  fps: valued('Frames per second of wall time, 1 to 30', { default: '10' }),
  color: valued('auto, always or never; --no-color is never', { default: 'auto' }),
  ascii: {
    type: 'boolean',
    describe: 'Draw with ASCII characters only, as where the locale is not UTF-8; --no-ascii does not',
  },
} as const satisfies Record<string, Options>;

interface LiveArguments extends RunArguments {
  readonly fps: string;
  /** False for --no-color. */
  readonly color: string | readonly string[] | false;
  /** False for --no-ascii. */
  readonly ascii?: boolean | undefined;
  readonly debug?: boolean | undefined;
}

export const liveCommand: CommandModule<unknown, LiveArguments> = {
  command: '$0 [name]',
  describe: 'Watch a scenario live',
  builder: LIVE_OPTIONS as never,
  handler: async (argv) => {
    process.exitCode = await live(argv);
  },
};

async function live(argv: LiveArguments): Promise<number> {
  const { stdin, stdout, env } = process;
  const isTerminal = stdin.isTTY === true && stdout.isTTY === true && env['TERM'] !== 'dumb';
  const when = argv.color === false ? 'never' : (one(argv.color) ?? 'auto');
  const colour = colourLevel({ when, isTerminal, environment: env });
  const fps = readWhole('--fps', one(argv.fps) ?? '', 1, 30);
  const choice = await readRunChoice(argv);
  tellInk(colour);
  const ascii = drawsAscii(argv.ascii, env);
  const name = scenarioGiven(argv) ?? (isTerminal ? await pick(ascii) : await printList());
  if (name === null) return EXIT.ok;
  const { findScenario, scenarioNames } = await import('../scenario/find-scenario.ts');
  const scenarioPath = findScenario(name, COMMANDS);
  if (!isTerminal) return printReports({ ...choice, scenarioPath });
  const { openSession } = await import('../session/open-session.ts');
  const opening = openSession({ ...choice, scenarioPath, fps });
  // The screen listens to it, once it is loaded.
  opening.catch(() => undefined);
  // What comes from the user may be refused: then without a screen that comes and goes.
  const fromUser = !scenarioNames().includes(name) || choice.at.length > 0 || Object.keys(choice.set).length > 0;
  const [{ runTui }] = await Promise.all([import('../tui/index.tsx'), fromUser ? opening : null]);
  return runTui(opening, { scenario: name, colour, ascii, fps, debug: argv.debug === true });
}

async function pick(ascii: boolean): Promise<string | null> {
  const { titles } = await import('./list.ts');
  const { pickScenario } = await import('./picker.tsx');
  return pickScenario(await titles(), ascii);
}

async function printList(): Promise<null> {
  const { titles, titlesText } = await import('./list.ts');
  process.stdout.write(titlesText(await titles()));
  return null;
}

async function printReports(options: Parameters<typeof import('./text-live.ts').textLive>[0]): Promise<number> {
  const { textLive } = await import('./text-live.ts');
  return textLive(options);
}

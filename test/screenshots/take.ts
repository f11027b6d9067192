// Takes the pictures of the documents: the built program in a real pty, its screen written as SVG when the story is there.
// Run: npm run screens [aim7-small|aim7]

import { mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Pty, startPty } from '../e2e/pty.ts';
import { screenSvg } from './screen-svg.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const SIZE = { columns: 120, rows: 40 } as const;
const PATIENCE_MS = 240_000;

/** A picture: what must be on the screen; the timeline brings it there. */
interface Picture {
  readonly name: string;
  readonly seen: (text: string, rows: readonly string[]) => boolean;
  /** From there on, so that the charts show it too. */
  readonly lingerMs: number;
  readonly label: string;
}

/** Share in percent in front of the first row of the hot symbols. */
const hottest =
  (symbol: string, atLeast: number) =>
  (text: string): boolean =>
    Number(new RegExp(`^[ │+>-]*([\\d.]+)%.* ${symbol}\\b`, 'm').exec(text)?.[1] ?? 0) >= atLeast;

const sysAtMost =
  (most: number) =>
  (text: string): boolean => {
    const found = /\bsystem +([\d.]+)%/.exec(text);
    return found !== null && Number(found[1]) <= most;
  };

const COLLAPSE = (scenario: string): readonly Picture[] => [
  {
    name: `${scenario}-cliff`,
    seen: hottest('_raw_spin_lock', 60),
    lingerMs: 9000,
    label: 'vmtop at the cliff: every CPU spins on one anon_vma lock',
  },
  {
    name: `${scenario}-flipped`,
    seen: (text) => text.includes('NEW chain') && sysAtMost(30)(text),
    lingerMs: 10_000,
    label: 'The same run after the reverse map was exchanged',
  },
];

const PICTURES: Readonly<Record<string, readonly Picture[]>> = {
  'aim7-small': COLLAPSE('aim7-small'),
  // Its recovery takes longer than a picture can wait for.
  aim7: COLLAPSE('aim7').slice(0, 1),
};

async function take(scenario: string, pictures: readonly Picture[]): Promise<void> {
  const command = [process.execPath, `${root}bin/vmtop.js`, '--scenario', scenario];
  const pty = startPty(command, { ...SIZE, env: { COLORTERM: 'truecolor' } });
  for (const picture of pictures) await takeOne(pty, picture);
  pty.write('q');
  await pty.exited;
}

async function takeOne(pty: Pty, { name, seen, lingerMs, label }: Picture): Promise<void> {
  await pty.waitFor(seen, PATIENCE_MS);
  await pause(lingerMs);
  await pty.waitFor(() => true);
  mkdirSync(`${root}docs/screens`, { recursive: true });
  writeFileSync(`${root}docs/screens/${name}.svg`, screenSvg(pty.terminal, label));
  process.stdout.write(`docs/screens/${name}.svg\n`);
}

const wanted = process.argv.slice(2);
for (const [scenario, pictures] of Object.entries(PICTURES)) {
  if (wanted.length === 0 || wanted.includes(scenario)) await take(scenario, pictures);
}

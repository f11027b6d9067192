// The command that makes a run again, as far as it has come.

import { atText } from './command-text.ts';
import type { Driver } from './driver.ts';
import type { StartOptions } from './start-run.ts';

interface Reached {
  readonly driver: { readonly given: Readonly<Driver['given']>; readonly now: Driver['now'] };
}

export function reproduceCommand(
  { driver }: Reached,
  { scenarioPath, seed, set, timeline = true, change = {} }: Omit<StartOptions, 'at'>,
): string {
  const words = ['vmtop run', quoted(scenarioPath), `--seed ${seed}`];
  for (const [subsystem, variant] of Object.entries(set)) words.push(`--set ${subsystem}=${variant}`);
  if (!timeline) words.push('--no-timeline');
  if (change.load !== undefined) words.push(`--load ${change.load}`);
  for (const [name, value] of Object.entries(change.params ?? {})) words.push(`--param ${quoted(`${name}=${value}`)}`);
  for (const command of driver.given) words.push(`--at ${atText(command)}`);
  // vmtop run refuses a command at its very end.
  const lastNs = Math.max(0, ...driver.given.map(({ atNs }) => atNs));
  return [...words, `--for ${Math.max(lastNs + 1, driver.now)}ns`].join(' ');
}

const quoted = (word: string): string => (/^[\w./=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

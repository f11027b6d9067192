// The command that makes a run again.

import type { Ns } from '../base/time.ts';
import type { LoggedCommand } from '../simulation/command.ts';
import { atText } from './command-text.ts';

export interface Reproducible {
  /** Name or path of the scenario. */
  readonly scenario: string;
  readonly seed: number;
  readonly set: Readonly<Record<string, string>>;
  /** Commands that did not come from the timeline. */
  readonly given: readonly LoggedCommand[];
  readonly untilNs: Ns;
}

export function reproduceCommand({ scenario, seed, set, given, untilNs }: Reproducible): string {
  const sets = Object.entries(set).map(([subsystem, variant]) => ` --set ${subsystem}=${variant}`);
  const commands = given.map((command) => ` --at ${atText(command)}`);
  return `vmtop run ${quoted(scenario)} --seed ${seed}${sets.join('')}${commands.join('')} --for ${untilNs}ns`;
}

const quoted = (word: string): string => (/^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

// What the race detector has caught, as text: counts, and the first of each kind with the call chains of both who met.

import type { RaceSample, Violation, ViolationParty } from '../observe/frame.ts';
import { count, duration, instant } from './format.ts';

/** Empty where nothing is on the watch. */
export function raceLines(races: RaceSample | undefined): readonly string[] {
  if (races === undefined) return [];
  const counts = Object.entries(races.counts).map(([kind, caught]) => `${kind} ${count(caught)}`);
  return [`Races: ${counts.join(', ')}; ${count(races.deaths)} deaths`, ...races.first.flatMap(violationLines)];
}

function violationLines({ kind, atNs, fatal, what, walker, mutator }: Violation): readonly string[] {
  const before = mutator === null ? '' : `, ${duration(atNs - mutator.atNs)} before`;
  return [
    `  first ${kind}${fatal ? '' : ' (benign)'} at ${instant(atNs)}: ${what}`,
    `    walker:  ${partyText(walker)}`,
    `    mutator: ${mutator === null ? 'not known' : `${partyText(mutator)}${before}`}`,
  ];
}

const partyText = ({ task, cpu, stack }: ViolationParty): string => `${task} on CPU ${cpu}: ${stack.join(' > ')}`;

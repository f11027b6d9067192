// How much memory V8 takes for a simulation beyond what lives.
//
// By itself it lets the heap grow to several times what lives. A simulation of tens of thousands of processes has hundreds of
// MB of live objects, and what dies in between, tasks and what they did when they slept, has lived long enough to get into the
// old generation.

import { setFlagsFromString } from 'node:v8';

/**
 * Percent of what lives by which the old generation grows before all garbage is collected. Marking takes other threads over a second
 * for each 250 MB that live: with one simulation they have a core of their own.
 */
const GROWTH = 15;
/** For as many simulations as there are cores: 15 would take a tenth of the time of all. */
export const SIDE_BY_SIDE_GROWTH = 60;

const FLAGS = [
  // MB of each half of the young generation in threads that start from now on. V8 would take 32, and no less time.
  '--min-semi-space-size=8',
  '--max-semi-space-size=8',
  // In this thread it stays what it became while the program was loaded: as much.
  '--semi-space-growth-factor=1',
];

/** For all threads of this process. Before a simulation is made and before a thread for one is started. */
export function keepHeapLean(growthPercent = GROWTH): void {
  for (const flag of [`--heap-growing-percent=${growthPercent}`, ...FLAGS]) setFlagsFromString(flag);
}

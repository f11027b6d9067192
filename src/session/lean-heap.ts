// How much garbage V8 lets lie before it collects all of it.
//
// By itself it lets the heap grow to several times what lives. A simulation of tens of thousands of processes has hundreds of
// MB of live objects, and what dies in between, tasks and their page tables, has lived long enough to get into the old
// generation.

import { setFlagsFromString } from 'node:v8';

/**
 * Percent of what lives. Measured in a benchmark run with chains at 32,400 users, 150 simulated s: 1141 MB resident and 30 s
 * of CPU time; with 40 it is 959 MB and 36 s, because all that lives is marked each time.
 */
const GROWTH = 100;

/** For all threads of this process, those that start later included. */
export const keepHeapLean = (): void => setFlagsFromString(`--heap-growing-percent=${GROWTH}`);

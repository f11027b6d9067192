// The list of jobs of one user: every test as often as its hits ask for, in an order of the user's own.

import { type Ns, US } from '../../base/time.ts';
import type { Aim7Test } from './schema.ts';

/** Jobs of each test per user: hits / total * jobs, rounded, at least one (driver.c of re-aim). */
function jobsPerTest(tests: readonly Aim7Test[], jobsPerUser: number): number[] {
  const total = tests.reduce((sum, test) => sum + test.hits, 0);
  return tests.map((test) => Math.max(1, Math.floor((test.hits / total) * jobsPerUser + 0.5)));
}

/** Indices into `tests`, each as often as it is to be run, in no order yet. */
export function jobList(tests: readonly Aim7Test[], jobsPerUser: number): Uint8Array {
  return Uint8Array.from(jobsPerTest(tests, jobsPerUser).flatMap((count, test) => Array<number>(count).fill(test)));
}

/** CPU time that a job of the list takes on average, without what the simulated kernel adds. */
export const meanJobNs = (tests: readonly Aim7Test[], list: Uint8Array): Ns =>
  list.reduce((sum, index) => sum + ownNs(tests[index] as Aim7Test), 0) / list.length;

const ownNs = ({ userUs, sysUs }: Aim7Test): Ns => (userUs + sysUs) * US;

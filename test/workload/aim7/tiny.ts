// AIM7 with jobs so short that users live for some tens of milliseconds.

import type { Given } from '../short-run.ts';
import { SHARED } from './workfile.ts';

const [first] = SHARED.tests;

/** CPU time of a job in user mode. */
export const JOB_US = 2000;

export const job = (name: string, change: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  ...first,
  name,
  hits: 1,
  userUs: JOB_US,
  ...change,
});

export const TINY_LIST = 4;

/** Two jobs of a test that computes and two of one that also forks, on two CPUs. */
export const TINY: Given = {
  params: { jobsPerUser: TINY_LIST, tests: [job('compute', {}), job('fork', { forks: 1 })] },
  machine: {
    memory: '256M',
    swap: '256M',
    topology: { cpus: 2, cpusPerDie: 2, cpusPerSocket: 2, nodes: 1 },
  },
};

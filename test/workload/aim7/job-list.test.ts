// The rounding rule of re-aim's driver.c, and what it makes of workfile.shared (kernel-anon.md 4.4).

import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random.ts';
import { JobOrders, jobList } from '../../../src/workload/aim7/job-list.ts';
import type { Aim7Test } from '../../../src/workload/aim7/schema.ts';
import { SHARED } from './workfile.ts';

function counts(list: Uint8Array, tests: readonly Aim7Test[]): Record<string, number> {
  const found = tests.map(({ name }): [string, number] => [name, 0]);
  for (const index of list) {
    const entry = found[index];
    if (entry !== undefined) entry[1]++;
  }
  return Object.fromEntries(found);
}

/** A mix with these hits. */
const mix = (...hits: number[]): Aim7Test[] =>
  hits.map((hit, i) => ({ ...(SHARED.tests[0] as Aim7Test), name: `test${i}`, hits: hit }));

describe('the job list', () => {
  it('of workfile.shared has 97 jobs of 53 tests', () => {
    const list = jobList(SHARED.tests, SHARED.jobsPerUser);
    expect(SHARED.tests).toHaveLength(53);
    expect(SHARED.tests.reduce((sum, { hits }) => sum + hits, 0)).toBe(780);
    expect(list).toHaveLength(97);
    expect(new Set(list).size).toBe(53);
  });

  it('of workfile.shared has 4 jobs of a test with 30 hits, 3 with 20, 1 with 10', () => {
    const found = counts(jobList(SHARED.tests, SHARED.jobsPerUser), SHARED.tests);
    const expected = SHARED.tests.map(({ name, hits }) => [name, { 30: 4, 20: 3, 10: 1 }[hits]]);
    expect(found).toEqual(Object.fromEntries(expected));
  });

  it('rounds halves up and has every test at least once', () => {
    expect(counts(jobList(mix(1, 1), 5), mix(1, 1))).toEqual({ test0: 3, test1: 3 });
    expect(counts(jobList(mix(999, 1), 100), mix(999, 1))).toEqual({ test0: 100, test1: 1 });
    expect(counts(jobList(mix(3, 1), 1), mix(3, 1))).toEqual({ test0: 1, test1: 1 });
  });
});

describe('orders of users', () => {
  const list = Uint8Array.of(0, 0, 1, 2);

  function shuffled(seed: number): number[] {
    const own = list.slice();
    new Random(seed, 'order').shuffle(own);
    return [...own];
  }

  it('are the list as their random streams shuffle it, each for itself, and numbers that were given back come again', () => {
    const orders = new JobOrders(list);
    const jobs = (order: number): number[] => Array.from({ length: orders.length }, (_, nth) => orders.job(order, nth));
    const taken = [1, 2, 3, 4, 5].map((seed) => orders.take(new Random(seed, 'order')));
    expect(taken).toEqual([0, 1, 2, 3, 4]);
    orders.give(1);
    expect(orders.take(new Random(6, 'order'))).toBe(1);
    expect([0, 1, 2, 3, 4].map(jobs)).toEqual([1, 6, 3, 4, 5].map(shuffled));
  });
});

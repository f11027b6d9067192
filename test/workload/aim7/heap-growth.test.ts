// brk_test and page_test: where each growth of the heap by a page takes a lock, each is made.

import { describe, expect, it } from 'vitest';
import { SymbolTime } from '../../../src/observe/exact-profile.ts';
import { type Given, ShortRun } from '../short-run.ts';
import { job, TINY } from './tiny.ts';

const ROUNDS = 25;
const GROWS = 16;
const USERS = 4;

function growing(rmap: string, touched: boolean): { jobs: number; growthLocks: number; share: number } {
  const tests = [job('grow', { brk: { rounds: ROUNDS, grows: GROWS, touched } })];
  const given: Given = { ...TINY, rmap, load: USERS, params: { jobsPerUser: 1, tests } };
  const run = new ShortRun('aim7-small', given).until(1);
  return {
    jobs: run.figure('jobs.done'),
    growthLocks: run.kernel.anonVmas.growthLocks,
    share: run.figure('rmap.growthShare'),
  };
}

describe.each([false, true])('a job that shrinks and grows the heap by 16 pages, touching them: %s', (touched) => {
  it('takes the lock for each page with `shared-brk`', () => {
    const { jobs, growthLocks, share } = growing('shared-brk', touched);
    expect(jobs).toBeGreaterThan(100);
    const perJob = ROUNDS * GROWS;
    expect(growthLocks).toBeGreaterThanOrEqual(jobs * perJob);
    expect(growthLocks).toBeLessThanOrEqual((jobs + USERS) * perJob);
    // Sixteen of a round's takings; three more are those of the shrink: two for the cut, one for the part that goes.
    expect(share).toBeGreaterThan(0.75);
    expect(share).toBeLessThan(16 / 19);
  });

  it.each(['shared', 'chain', 'chain-degree'])('never with `%s`', (rmap) => {
    expect(growing(rmap, touched)).toMatchObject({ growthLocks: 0, share: 0 });
  });
});

it('costs as many system calls whether its rounds are batched or not', () => {
  const perJob = (brkBatch: number): number => {
    const tests = [job('grow', { brk: { rounds: ROUNDS, grows: GROWS, touched: false } })];
    const given: Given = { ...TINY, rmap: 'shared', load: 1, params: { jobsPerUser: 1, tests, brkBatch } };
    const run = new ShortRun('aim7-small', given).until(1);
    return new SymbolTime(run.kernel.engine.tree, 'sys_brk').ns() / run.figure('jobs.done');
  };
  const one = perJob(1);
  expect(Math.abs(perJob(ROUNDS) / one - 1)).toBeLessThan(0.01);
  expect(Math.abs(perJob(7) / one - 1)).toBeLessThan(0.01);
});

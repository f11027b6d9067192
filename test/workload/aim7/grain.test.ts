// The grain moves no result: with batches half as large jobs/min stays within 3 %. When memory is short, jobs/min of some seconds
// differ by more than that from seed to seed, so several seeds are taken together.

import { describe, expect, it } from 'vitest';
import { type Given, ShortRun } from '../short-run.ts';
import { SHARED } from './workfile.ts';

const { faultBatch, brkBatch } = SHARED;

/** How far the jobs done within `seconds`, with all seeds together, move when `params` change. */
function moved(given: Given, seconds: number, seeds: readonly number[], params: Given['params']): number {
  const jobs = (change: Given): number =>
    seeds
      .map((seed) => new ShortRun('aim7-small', { ...given, ...change, seed }).until(seconds).figure('jobs.done'))
      .reduce((sum, done) => sum + done, 0);
  return Math.abs(jobs({ params: params ?? {} }) / jobs({}) - 1);
}

const FOUR_CPUS = { topology: { cpus: 4, cpusPerDie: 4, cpusPerSocket: 4, nodes: 1 } };
const HALF = { faultBatch: faultBatch / 2, brkBatch: brkBatch / 2 };

describe('halving the grain', () => {
  it('changes jobs/min by less than 3 % while memory suffices', () => {
    const calm: Given = { load: 100, machine: { ...FOUR_CPUS, memory: '512M', swap: '512M' } };
    expect(moved(calm, 4, [1], HALF)).toBeLessThan(0.03);
  });

  it('changes jobs/min by less than 3 % when memory is short', () => {
    const short: Given = { load: 180, rmap: 'chain', machine: { ...FOUR_CPUS, memory: '256M', swap: '1G' } };
    expect(moved(short, 8, [1, 2, 3, 4], HALF)).toBeLessThan(0.03);
  });
});

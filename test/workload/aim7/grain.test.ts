// The grain moves no result: with batches half as large jobs/min stays within 3 %. At the edge of the collapse a run of some
// seconds is no measure: there jobs/min differ by more from seed to seed.

import { describe, expect, it } from 'vitest';
import { type Given, ShortRun } from '../short-run.ts';
import { SHARED } from './workfile.ts';

const { faultBatch, brkBatch } = SHARED;

/** Relative change of jobs done within `seconds` when `params` change. */
function change(given: Given, seconds: number, params: Readonly<Record<string, number>>): number {
  const jobs = (with_: Given): number => new ShortRun('aim7-small', with_).until(seconds).figure('jobs.done');
  return jobs({ ...given, params }) / jobs(given) - 1;
}

/** How far jobs/min moves when these batches become half as large. */
const moved = (given: Given, seconds: number, params: Readonly<Record<string, number>>): number =>
  Math.abs(change(given, seconds, params));

const FOUR_CPUS = { topology: { cpus: 4, cpusPerDie: 4, cpusPerSocket: 4, nodes: 1 } };
const HALF = { faultBatch: faultBatch / 2, brkBatch: brkBatch / 2 };

describe('halving the grain', () => {
  it('changes jobs/min by less than 3 % while memory suffices', { timeout: 60_000 }, () => {
    const calm: Given = { load: 100, machine: { ...FOUR_CPUS, memory: '512M', swap: '512M' } };
    expect(moved(calm, 4, HALF)).toBeLessThan(0.03);
  });

  it('changes jobs/min by less than 3 % when memory is short', { timeout: 60_000 }, () => {
    const short: Given = { load: 215, rmap: 'chain', machine: { ...FOUR_CPUS, memory: '256M', swap: '1G' } };
    expect(moved(short, 8, HALF)).toBeLessThan(0.03);
  });
});

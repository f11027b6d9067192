// The end of a run: all users are killed, and another run may follow.

import { describe, expect, it } from 'vitest';
import { checkInvariants } from '../../../src/kernel/mm/invariants.ts';
import { RMAP_VARIANTS } from '../../../src/kernel/rmap/index.ts';
import { ShortRun } from '../short-run.ts';
import { TINY } from './tiny.ts';

const tasksOf = (run: ShortRun): string[] => [...run.kernel.tasks].map(({ name }) => name).sort();

describe.each(Object.keys(RMAP_VARIANTS))('killing the users of AIM7 with rmap %s', (rmap) => {
  it('leaves their parent, and memory as it was before them; a next run finds all of it', () => {
    // Memory is short, many reclaim and wait for each other, and some are between fork and exec.
    const machine = { memory: '64M', swap: '256M' };
    const run = new ShortRun('aim7-small', { rmap, load: 60, machine }).until(1.5);
    const { stat, frames, zone } = run.kernel;
    expect(stat.pswpout).toBeGreaterThan(1000);
    run.kill();
    run.until(4);
    checkInvariants(run.kernel);
    expect([run.figure('users'), tasksOf(run)]).toEqual([0, ['kswapd0', 'reaim']]);
    expect(zone.freePages + zone.stockedPages).toBeGreaterThan(frames.count - stat.swapCachePages - 200);
    run.setLoad(30);
    run.until(5);
    expect(run.figure('users')).toBe(30);
    checkInvariants(run.kernel);
  });
});

it('counts no job of those who were killed, and nobody comes after them', () => {
  const run = new ShortRun('aim7-small', { ...TINY, load: 40 }).until(1);
  run.kill();
  run.until(1.1);
  const [jobs, finished, forks] = [run.figure('jobs.done'), run.figure('users.finished'), run.kernel.stat.forks];
  run.until(2);
  expect([run.figure('users'), run.figure('jobs.done'), run.figure('users.finished')]).toEqual([0, jobs, finished]);
  expect(run.kernel.stat.forks).toBe(forks);
});

it('reaches those who wait for the start of a benchmark, too', () => {
  const waits = { ...TINY, load: 1000, params: { ...TINY.params, mode: 'benchmark' } };
  const run = new ShortRun('aim7-small', waits).until(0.01);
  expect(tasksOf(run).length).toBeGreaterThan(20);
  run.kill();
  run.until(1);
  expect([run.figure('users'), run.figure('jobs.done')]).toEqual([0, 0]);
});

it('ends what is told of a drain: pages that go with their processes tell nothing about it', () => {
  const run = new ShortRun('aim7-small', { rmap: 'shared', load: 60, machine: { memory: '64M', swap: '256M' } });
  run.until(1);
  run.flip('rmap', 'chain');
  run.until(1.2);
  run.kill();
  run.until(4);
  expect([run.figure('rmap.sharedShare'), run.figure('rmap.halfLife')]).toEqual([0, Number.NaN]);
});

// One suite for every variant of the reverse map: some fifty processes fork, exec, exit, grow, shrink, map, unmap, move,
// protect, write and read at random, on a machine so small that reclaim never stops, and must always see what they wrote.

import { describe, expect, it } from 'vitest';
import { MS } from '../../../src/base/time.ts';
import { RMAP_VARIANTS } from '../../../src/kernel/rmap/index.ts';
import { expectNothingLeft } from '../mm/at-rest.ts';
import { fingerprint, runCrowd } from '../mm/run-crowd.ts';

const base = Number(process.env['FC_SEED'] ?? 0);
const seeds = (count: number): number[] => Array.from({ length: count }, (_, i) => base + i + 1);

const CALLS = [
  ...['cut', 'exec', 'extend', 'fork', 'grow', 'join', 'mmap', 'mprotect', 'munmap', 'read'],
  ...['rejoin', 'remap', 'remap home', 'shift', 'shrink', 'write'],
];

/** The rarest comes some twenty times in a run; how often depends on the variant's speed, so no number is asked for. */
const NEEDED = ['pswpout', 'pswpin', 'cowCopies', 'cowReuses', 'pgactivate', 'directReclaims'] as const;

describe.each(Object.keys(RMAP_VARIANTS))('rmap %s', (rmap) => {
  it.each(seeds(2))('every process sees its own memory, seed %i', (seed) => {
    const run = runCrowd({ rmap, seed, memoryMib: 3, swapMib: 16 });
    expect([...run.done.keys()].sort()).toEqual(CALLS);
    expect(run.reads).toBeGreaterThan(500);
    expect(NEEDED.filter((event) => run.k.stat[event] === 0)).toEqual([]);
    expectNothingLeft(run.k);
  });

  it.each(seeds(2))('the same with flips at random instants, seed %i', (seed) => {
    const run = runCrowd({ rmap, seed, memoryMib: 4, swapMib: 16, flipNs: 2 * MS });
    expect(run.missing).toEqual([]);
    expect(run.flips.length).toBeGreaterThan(30);
    expectNothingLeft(run.k);
  });

  it.each(seeds(1))('the same with memory and swap full: victims go and leave nothing behind, seed %i', (seed) => {
    const crowd = { forks: 150 };
    const run = runCrowd({ rmap, seed, memoryMib: 3, swapMib: 1, flipNs: 10 * MS, checkNs: 50 * MS, crowd });
    expect(run.k.stat.oomKills).toBeGreaterThan(0);
    expectNothingLeft(run.k);
  });

  it.each(seeds(3))('the same until all are killed: they go and leave nothing behind, seed %i', (seed) => {
    const kill = { killNs: (20 + 30 * seed) * MS, crowd: { forks: 1000 } };
    const run = runCrowd({ rmap, seed, memoryMib: 3, swapMib: 16, flipNs: 10 * MS, ...kill });
    // A few sleeps of a tenth of a second each, until reclaim lets go of them.
    expect(run.endNs - kill.killNs).toBeLessThan(500 * MS);
    expect(run.k.stat.exits).toBe(run.k.stat.forks + 1);
    expectNothingLeft(run.k);
  });

  it.each(seeds(2))('the same when slab allocations fail now and then, seed %i', (seed) => {
    const run = runCrowd({ rmap, seed, memoryMib: 6, swapMib: 16, failNs: 200_000, flipNs: 5 * MS });
    expect(run.k.stat.allocFailures).toBeGreaterThan(50);
    expect(run.done.get('ENOMEM') ?? 0).toBeGreaterThan(20);
    expectNothingLeft(run.k);
  });

  it('same seed, same run; another seed, another run', () => {
    const options = { rmap, memoryMib: 4, swapMib: 16, flipNs: 5 * MS, crowd: { forks: 60 } };
    const [one, again, other] = [7, 7, 8].map((seed) => fingerprint(runCrowd({ ...options, seed })));
    expect(again).toBe(one);
    expect(other).not.toBe(one);
  });
});

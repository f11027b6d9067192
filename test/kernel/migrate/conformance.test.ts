// Every lock over anon_vma lists under every reverse map, with both ways to flush: the crowd of test/kernel/mm moves pages between
// nodes besides all that it does, and must always see what it wrote.

import { describe, expect, it } from 'vitest';
import { MS } from '../../../src/base/time.ts';
import { RMAP_VARIANTS } from '../../../src/kernel/rmap/index.ts';
import { RMAP_LOCK_VARIANTS } from '../../../src/kernel/rmap-lock/index.ts';
import { TLB_VARIANTS } from '../../../src/kernel/tlb/index.ts';
import { expectNothingLeft } from '../mm/at-rest.ts';
import { fingerprint, runCrowd } from '../mm/run-crowd.ts';

const base = Number(process.env['FC_SEED'] ?? 0);
const seeds = (count: number): number[] => Array.from({ length: count }, (_, i) => base + i + 1);

const LOCKS = Object.keys(RMAP_LOCK_VARIANTS);
/** They let relatives change the list under a walk: not with a crowd of relatives. */
const UNSAFE = ['none-remap', 'none'];
const SAFE = LOCKS.filter((id) => !UNSAFE.includes(id));

const LARGE = { memoryMib: 8, swapMib: 16, nodes: 2, crowd: { forks: 80 } };

describe.each(Object.keys(RMAP_VARIANTS))('rmap %s', (rmap) => {
  describe.each(SAFE)('rmap-lock %s', (lock) => {
    it.each(Object.keys(TLB_VARIANTS))('tlb %s: every process sees its own memory', (tlb) => {
      for (const seed of seeds(1)) {
        const run = runCrowd({ ...LARGE, rmap, seed, variants: { 'rmap-lock': lock, tlb } });
        expect(run.done.get('move') ?? 0).toBeGreaterThan(20);
        expect(run.k.migration?.stat.moved ?? 0).toBeGreaterThan(100);
        // Page by page nobody may happen to come in between.
        if (tlb === 'batch') expect(run.k.migration?.stat.entryWaits ?? 0).toBeGreaterThan(0);
        expectNothingLeft(run.k);
      }
    });
  });

  it.each(seeds(2))('the same with flips at random instants, seed %i', (seed) => {
    const flipAmong = { rmap: Object.keys(RMAP_VARIANTS), 'rmap-lock': SAFE, tlb: Object.keys(TLB_VARIANTS) };
    const variants = { 'rmap-lock': 'mutex', tlb: 'batch' };
    const run = runCrowd({ ...LARGE, crowd: { forks: 200 }, rmap, seed, flipNs: MS / 4, flipAmong, variants });
    expect(run.missing).toEqual([]);
    expect(run.k.migration?.stat.moved ?? 0).toBeGreaterThan(100);
    expectNothingLeft(run.k);
  });
});

it('same seed, same run; another seed, another run', () => {
  const options = { ...LARGE, rmap: 'chain', variants: { 'rmap-lock': 'mutex-sleep', tlb: 'batch' } };
  const [one, again, other] = [7, 7, 8].map((seed) => fingerprint(runCrowd({ ...options, seed })));
  expect(again).toBe(one);
  expect(other).not.toBe(one);
});

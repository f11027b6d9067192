// A family whose pages move while its members fork, exit, protect and move their mappings: what a lock keeps out never happens,
// what no lock keeps out is caught, with both who met.

import { describe, expect, it } from 'vitest';
import { MS } from '../../../src/base/time.ts';
import { isMigration, LOST_PTE, PTES_PER_TABLE, ptePfn } from '../../../src/kernel/mm/pte.ts';
import { entriesOf } from '../../../src/kernel/race/ground-truth.ts';
import { RMAP_VARIANTS } from '../../../src/kernel/rmap/index.ts';
import { RMAP_LOCK_VARIANTS } from '../../../src/kernel/rmap-lock/index.ts';
import { TLB_VARIANTS } from '../../../src/kernel/tlb/index.ts';
import { BUSY, type FamilyRun, runFamily } from './run-family.ts';

const base = Number(process.env['FC_SEED'] ?? 0);
const seeds = (count: number): number[] => Array.from({ length: count }, (_, i) => base + i + 1);

const RMAPS = Object.keys(RMAP_VARIANTS);
const LOCKS = Object.keys(RMAP_LOCK_VARIANTS);
const TLBS = Object.keys(TLB_VARIANTS);

/** No lock for the walk; or one lock each, where what a walk holds is not what others hold who change its list. */
const UNLOCKED = ['none-remap', 'none'];
const isUnsafe = (rmap: string, lock: string): boolean =>
  UNLOCKED.includes(lock) || (lock === 'spin' && RMAP_VARIANTS[rmap]?.kind === 'chain');

const PAIRS = RMAPS.flatMap((rmap) => LOCKS.map((lock) => [rmap, lock] as const));
const SAFE = PAIRS.filter(([rmap, lock]) => !isUnsafe(rmap, lock));
const UNSAFE = PAIRS.filter(([, lock]) => UNLOCKED.includes(lock));

const NONE = { stale_migration_entry: 0, use_after_free: 0, lost_write: 0, migrate_again: 0 };
const fatal = ({ races: { counts } }: FamilyRun): number =>
  counts.stale_migration_entry + counts.use_after_free + counts.lost_write;

describe.each(SAFE)('rmap %s, rmap-lock %s: safe', (rmap, lock) => {
  it.each(TLBS)('tlb %s: nothing is caught', (tlb) => {
    for (const seed of seeds(1)) {
      const run = runFamily({ rmap, lock, tlb, seed });
      expect(run.races.counts, `seed ${seed}`).toEqual(NONE);
      expect(run.races.deaths).toBe(0);
      expect(run.moved).toBeGreaterThan(100);
    }
  });
});

describe.each(UNSAFE)('rmap %s, rmap-lock %s: unsafe', (rmap, lock) => {
  it.each(seeds(2))('fatal races are caught, with both who met, and the machine goes on, seed %i', (seed) => {
    const run = runFamily({ rmap, lock, seed, forNs: 80 * MS });
    const { counts, deaths, first } = run.races;
    expect(fatal(run)).toBeGreaterThan(3);
    expect(deaths).toBeGreaterThan(0);
    expect(counts.lost_write).toBe(0);
    // The first walk of none-remap holds the lock: all pages that it unmaps are unmapped.
    if (lock === 'none-remap') expect(counts.migrate_again).toBe(0);
    for (const { kind, walker, mutator } of first) {
      expect(walker.task, kind).toBe('mover');
      expect(mutator?.task, kind).toMatch(/^(relative|grandchild)$/);
    }
    const movedByThen = run.moved;
    run.k.engine.run(run.k.engine.now + 10 * MS);
    expect(run.k.migration?.stat.moved).toBeGreaterThan(movedByThen);
  });
});

describe.each(RMAPS.filter((rmap) => RMAP_VARIANTS[rmap]?.kind === 'chain'))('rmap %s, a spinlock each', (rmap) => {
  it('a boundary that shifts hides an entry from a walk over the list of an ancestor', () => {
    const caught = seeds(4).map((seed) => runFamily({ rmap, lock: 'spin', seed, forNs: 150 * MS }));
    expect(caught.some((run) => run.races.counts.stale_migration_entry > 0)).toBe(true);
    for (const { races } of caught) expect(races.counts.use_after_free).toBe(0);
  });
});

describe.each(RMAPS)('rmap %s', (rmap) => {
  it('relatives that only fork are appended, and a walk without the lock finds them all', () => {
    const mix = { read: 1, write: 0, protect: 0, move: 0, fork: 0 };
    const params = { ...BUSY, operations: 10_000, mix };
    for (const seed of seeds(2)) {
      const run = runFamily({ rmap, lock: 'none', seed, params, growTo: 60 });
      expect(run.k.stat.forks).toBeGreaterThan(55);
      expect(run.races.counts, `seed ${seed}`).toEqual(NONE);
      expect(run.moved).toBeGreaterThan(100);
    }
  });

  it.each(seeds(2))('flips among all that is safe at random instants: nothing is caught, seed %i', (seed) => {
    const locks = SAFE.filter(([of]) => of === rmap).map(([, lock]) => lock);
    const flipAmong = { 'rmap-lock': locks, tlb: TLBS };
    const run = runFamily({ rmap, lock: 'mutex', seed, flipAmong, forNs: 150 * MS });
    expect(run.races.counts).toEqual(NONE);
    expect(new Set(run.flips)).toEqual(new Set([...locks, ...TLBS]));
  });
});

it('what the ground truth says of a page is what a search of all page tables says', () => {
  let compared = 0;
  runFamily({
    rmap: 'chain',
    lock: 'none',
    seed: base + 1,
    look: (k) => {
      for (const mm of k.mms.values())
        for (const table of mm.tables)
          for (let vpn = table.region * PTES_PER_TABLE; vpn < (table.region + 1) * PTES_PER_TABLE; vpn++) {
            const pte = table.get(vpn);
            if (!isMigration(pte) || pte === LOST_PTE) continue;
            const places = entriesOf(k, ptePfn(pte), 'migration').map((one) => [one.vma.mm.id, one.vpn]);
            expect(places).toContainEqual([mm.id, vpn]);
            compared++;
          }
    },
  });
  expect(compared).toBeGreaterThan(20);
});

it('same seed, same races; another seed, others', () => {
  const caught = (seed: number): string => {
    const { k, races } = runFamily({ rmap: 'chain', lock: 'none', seed });
    return JSON.stringify([k.engine.hash, races.counts, races.deaths, races.first]);
  };
  const [one, again, other] = [7, 7, 8].map((seed) => caught(seed));
  expect(again).toBe(one);
  expect(other).not.toBe(one);
});

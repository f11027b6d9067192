// Reclaim is kernel code, which nobody preempts: it must make room by itself.

import { describe, expect, it } from 'vitest';
import { MS, SECOND } from '../../../src/base/time.ts';
import { TIME } from '../../../src/engine/probe.ts';
import { memoryFigures } from '../../../src/kernel/mm/figures.ts';
import { CONGESTION_NS, SWAP_CLUSTER_MAX } from '../../../src/kernel/mm/isolation-wait.ts';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import { LRU, type LruList, type Pfn } from '../../../src/kernel/mm/page.ts';
import { current } from '../../../src/kernel/mm/task-struct.ts';
import { try_to_free_pages } from '../../../src/kernel/mm/vmscan.ts';
import type { Cpu } from '../../../src/machine/cpu.ts';
import { sleepFor, sync } from '../../../src/machine/wait.ts';
import { Family } from './family.ts';
import { IDLE_WAKE_NS, smallKernel } from './small-kernel.ts';

it('lets others run between two walks over long lists, also while it looks at active pages', () => {
  const costNs = 5000;
  const k = smallKernel({ rmap: 'shared', cpus: 1, costNs });
  const family = new Family(k, function* () {});
  const active = k.zone.lru.count(LRU.activeAnon);
  expect(active).toBeGreaterThan(100);
  const reclaimer = k.createTask('reclaimer', null, function* (c) {
    yield* try_to_free_pages(k, c);
    k.tasks.delete(current(c));
  });
  let latest = 0;
  const other = k.createTask('other', null, function* (c) {
    while (reclaimer.state !== 'dead') {
      const wakesAt = k.engine.now + MS;
      yield sleepFor(MS);
      yield* sync(c);
      latest = Math.max(latest, k.engine.now - wakesAt);
    }
    k.tasks.delete(current(c));
  });
  for (const task of [reclaimer, other]) k.scheduler.wake(task);
  const before = k.engine.now;
  while (reclaimer.state !== 'dead') k.engine.run(k.engine.now + 10 * MS);
  // A walk over everybody, and what a slice allows.
  const walkNs = (family.size + 1) * 4 * costNs;
  expect(k.zone.lru.count(LRU.activeAnon)).toBeLessThan(active - 32);
  expect(k.engine.now - before).toBeGreaterThan((32 * walkNs) / 4);
  expect(latest).toBeLessThan(2 * MS + 2 * walkNs);
});

/** The pages of a list, those that reclaim takes first at the beginning. */
function pagesOf({ zone }: Kernel, list: LruList): Pfn[] {
  const pages: Pfn[] = [];
  for (let pfn = zone.lru.oldest(list); pfn !== 0; pfn = zone.lru.newer(pfn)) pages.push(pfn);
  return pages;
}

/** All anonymous pages are inactive, and somebody has locked them: a reclaimer has to keep each that it looks at. */
function lockedPages(): Kernel {
  const k = smallKernel({ rmap: 'chain', cpus: 1 });
  new Family(k, function* () {});
  const { lru } = k.zone;
  for (const pfn of pagesOf(k, LRU.activeAnon)) {
    lru.remove(pfn);
    lru.addHead(pfn, LRU.inactiveAnon);
  }
  for (const pfn of pagesOf(k, LRU.inactiveAnon)) k.pageLocks.trylock(pfn);
  return k;
}

/** Lets a task reclaim; `before` and `after` run in it. */
function reclaim(k: Kernel, before: () => void = () => undefined, after: () => void = () => undefined): void {
  const task = k.createTask('reclaimer', null, function* (c) {
    yield* sync(c);
    before();
    expect(yield* try_to_free_pages(k, c)).toBe(0);
    yield* sync(c);
    after();
    k.tasks.delete(current(c));
  });
  k.scheduler.wake(task);
}

interface Times {
  readonly idle: number;
  readonly iowait: number;
}

describe('a reclaimer that finds nothing to free', () => {
  it('turns the list round: what it keeps goes to the head in the order in which it was taken from the tail', () => {
    const k = lockedPages();
    const before = pagesOf(k, LRU.inactiveAnon);
    const scanned = k.stat.pgscan;
    reclaim(k);
    k.engine.run(k.engine.now + SECOND);
    const turned = (k.stat.pgscan - scanned) % before.length;
    expect(turned).toBeGreaterThan(SWAP_CLUSTER_MAX);
    expect(pagesOf(k, LRU.inactiveAnon)).toEqual([...before.slice(turned), ...before.slice(0, turned)]);
  });

  it('waits for the disk after each round that was worth a cluster: its CPU is in iowait meanwhile, not idle', () => {
    const k = lockedPages();
    const [cpu] = k.cpus as [Cpu];
    const readings: Times[] = [];
    const read = (): void => {
      cpu.settle();
      readings.push({ idle: cpu.time[TIME.idle] as number, iowait: cpu.time[TIME.iowait] as number });
    };
    reclaim(k, read, read);
    k.engine.run(k.engine.now + SECOND);
    const [before, after] = readings as [Times, Times];
    // Of a list of some four hundred pages, the last three rounds scan a quarter, a half and all.
    const waits = 3;
    expect(after).toEqual({
      idle: before.idle + waits * IDLE_WAKE_NS,
      iowait: before.iowait + waits * CONGESTION_NS,
    });
  });

  it('is one of the tasks that free memory now, as long as it does so', () => {
    const k = lockedPages();
    const direct = memoryFigures(k).find(({ id }) => id === 'reclaim.direct');
    const start = k.engine.now;
    // Each waits for 300 ms at least; the second one comes half way.
    const counts = [0, 150, 250, 350, 2000].map((ms) => {
      k.engine.run(start + ms * MS);
      if (ms < 200) reclaim(k);
      return direct?.read();
    });
    expect(counts).toEqual([0, 1, 2, 1, 0]);
  });
});

// A walk of the reverse map finds exactly the entries that map the page: all of them, and no other.

import { describe, expect, it } from 'vitest';
import { SECOND } from '../../../src/base/time.ts';
import { checkInvariants } from '../../../src/kernel/mm/invariants.ts';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import { type Pfn, PG } from '../../../src/kernel/mm/page.ts';
import { isPresent, LAST_VPN, PTE, type PteTable, ptePfn, pteSlot, type Vpn } from '../../../src/kernel/mm/pte.ts';
import { add_to_swap } from '../../../src/kernel/mm/swap.ts';
import { current } from '../../../src/kernel/mm/task-struct.ts';
import { RMAP_VARIANTS } from '../../../src/kernel/rmap/index.ts';
import type { Call } from '../../../src/machine/call.ts';
import type { Path } from '../../../src/machine/path.ts';
import { sync } from '../../../src/machine/wait.ts';
import { Family } from '../mm/family.ts';
import { smallKernel, startFlip } from '../mm/small-kernel.ts';

interface Entry {
  readonly table: PteTable;
  readonly vpn: Vpn;
}

/** All entries, by a full scan. */
function entriesByPage(k: Kernel): Map<Pfn, Entry[]> {
  const found = new Map<Pfn, Entry[]>();
  for (const mm of k.mms.values())
    for (const table of mm.tables)
      for (let vpn = table.nextUsed(0, LAST_VPN); vpn < LAST_VPN; vpn = table.nextUsed(vpn + 1, LAST_VPN)) {
        const pte = table.get(vpn);
        if (!isPresent(pte)) continue;
        const entries = found.get(ptePfn(pte)) ?? [];
        entries.push({ table, vpn });
        found.set(ptePfn(pte), entries);
      }
  return found;
}

const value = ({ table, vpn }: Entry): number => table.get(vpn);
const isYoung = (entry: Entry): boolean => (value(entry) & PTE.young) !== 0;

function* referencePage(k: Kernel, c: Call, pfn: Pfn, entries: readonly Entry[]): Path {
  const young = entries.filter(isYoung).length;
  const before = entries.map((entry) => value(entry) & ~PTE.young);
  for (const hits of [young, 0]) {
    const rmap = yield* k.rmap.enter(c);
    const walk = yield* rmap.page_referenced(c, pfn);
    k.rmap.leave(c);
    expect(walk).toEqual({ hits, stillMapped: true });
    expect(entries.map(value)).toEqual(before);
  }
}

function* unmapPage(k: Kernel, c: Call, pfn: Pfn, entries: readonly Entry[]): Path {
  expect(k.pageLocks.trylock(pfn)).toBe(true);
  expect(add_to_swap(k, c, pfn)).toBe(true);
  const rmap = yield* k.rmap.enter(c);
  const walk = yield* rmap.try_to_unmap(c, pfn);
  k.rmap.leave(c);
  k.pageLocks.unlock(pfn);
  expect(walk).toEqual({ hits: entries.length, stillMapped: false });
  const slot = k.frames.slot[pfn];
  for (const entry of entries) expect([isPresent(value(entry)), pteSlot(value(entry))]).toEqual([false, slot]);
}

/** Runs `path` as a task of its own while the family sleeps. */
function runAlone(k: Kernel, path: (c: Call) => Path): void {
  const task = k.createTask('prober', null, function* probe(c) {
    yield* path(c);
    yield* sync(c);
    k.tasks.delete(current(c));
  });
  k.scheduler.wake(task);
  k.engine.run(k.engine.now + SECOND);
  expect(task.state).toBe('dead');
  checkInvariants(k);
}

function walkEverything(k: Kernel): void {
  const pages = [...entriesByPage(k)];
  expect(pages.length).toBeGreaterThan(300);
  expect(pages.filter(([, entries]) => entries.length > 5).length).toBeGreaterThan(20);
  runAlone(k, function* references(c) {
    for (const [pfn, entries] of pages) yield* referencePage(k, c, pfn, entries);
  });
  runAlone(k, function* unmaps(c) {
    for (const [pfn, entries] of pages) yield* unmapPage(k, c, pfn, entries);
  });
  expect(k.stat.anonPages).toBe(0);
  for (const [pfn] of pages) expect(k.frames.has(pfn, PG.swapcache)).toBe(true);
}

describe.each(Object.keys(RMAP_VARIANTS))('walks of rmap %s', (rmap) => {
  it('find exactly the entries that map each page of a family of fifty', () => {
    const k = smallKernel({ rmap, memoryMib: 32 });
    const family = new Family(k, function* nobody() {});
    walkEverything(k);
    family.end();
    checkInvariants(k);
  });

  it.each(Object.keys(RMAP_VARIANTS).filter((id) => id !== rmap))('and after a flip to %s', (to) => {
    const k = smallKernel({ rmap, memoryMib: 32 });
    const family = new Family(k, function* nobody() {});
    startFlip(k, to);
    k.engine.run(k.engine.now + SECOND);
    expect(k.rmap.variant.id).toBe(to);
    walkEverything(k);
    family.end();
    checkInvariants(k);
  });

  it('visit as many VMAs as the list has', () => {
    const k = smallKernel({ rmap, memoryMib: 32 });
    new Family(k, function* nobody() {});
    const kept = [...entriesByPage(k)].filter(([, entries]) => entries.length === 1);
    const { visited, walks } = k.stat;
    runAlone(k, function* references(c) {
      for (const [pfn, entries] of kept) yield* referencePage(k, c, pfn, entries);
    });
    const mean = (k.stat.visited - visited) / (k.stat.walks - walks);
    // A page that one process has COWed: anywhere on the family's list of fifty-one, or first on a list of its own.
    if (RMAP_VARIANTS[rmap]?.kind === 'shared') expect(mean).toBeGreaterThan(12);
    else expect(mean).toBeLessThan(3);
  });
});

// free + stocked + on an LRU list + isolated + released + the kernel's own = frames, and each frame in one place only.

import type { Kernel } from '../kernel.ts';
import { LRU, type LruList, type Pfn, PG } from '../page.ts';
import { equal, holds } from './equal.ts';

const LISTS: readonly LruList[] = [LRU.inactiveAnon, LRU.activeAnon];

/** Which place each frame was found in. */
class Places {
  private readonly k: Kernel;
  private readonly found: (string | undefined)[];

  constructor(k: Kernel) {
    this.k = k;
    this.found = new Array<string | undefined>(k.frames.count + 1);
  }

  claim(pfn: Pfn, place: string): void {
    const before = this.found[pfn];
    holds(pfn >= 1 && pfn <= this.k.frames.count, 'no such frame', { pfn, place });
    holds(before === undefined, 'frame in two places', { pfn, place, before: before ?? '' });
    this.found[pfn] = place;
  }

  has(pfn: Pfn): boolean {
    return this.found[pfn] !== undefined;
  }
}

export function checkFrames(k: Kernel): void {
  const places = new Places(k);
  claimFree(k, places);
  claimLists(k, places);
  claimKernelPages(k, places);
  claimFlagged(k, places);
  equal(countFlag(k, PG.isolated), k.isolation.isolated, 'isolated pages are counted');
  equal(countFlag(k, PG.writeback), k.stat.writebackPages, 'pages under writeback are counted');
}

function claimFree(k: Kernel, places: Places): void {
  const { zone, frames } = k;
  const claimFreePage = (pfn: Pfn, place: string): void => {
    places.claim(pfn, place);
    equal(frames.flags[pfn] ?? -1, 0, 'a free page has no flags', { pfn, place });
  };
  for (const pfn of zone.freeList()) claimFreePage(pfn, 'free list');
  zone.stocks.forEach((stock, cpu) => {
    for (const pfn of stock) claimFreePage(pfn, `stock of CPU ${cpu}`);
  });
  const stocked = zone.stocks.reduce((sum, stock) => sum + stock.length, 0);
  equal(zone.stockedPages, stocked, 'stocked pages are counted');
}

/** Walks each LRU list from its tail. */
function claimLists(k: Kernel, places: Places): void {
  const { lru } = k.zone;
  for (const list of LISTS) {
    let length = 0;
    let older: Pfn = 0;
    for (let pfn = lru.oldest(list); pfn !== 0; pfn = lru.newer(pfn)) {
      places.claim(pfn, `LRU list ${list}`);
      equal(k.frames.next[pfn] ?? -1, older, 'LRU list is linked both ways', { pfn, list });
      checkListed(k, pfn, list);
      older = pfn;
      length++;
    }
    equal(length, lru.count(list), 'LRU list is as long as its count', { list });
  }
}

function checkListed({ frames }: Kernel, pfn: Pfn, list: LruList): void {
  equal(frames.lru(pfn), list, 'page knows its LRU list', { pfn });
  holds(frames.has(pfn, PG.used), 'page on an LRU list is allocated', { pfn, list });
  holds(!frames.has(pfn, PG.isolated | PG.released | PG.kernel), 'page on an LRU list is nowhere else', { pfn, list });
  holds(frames.has(pfn, PG.anon), 'page on an LRU list is anonymous', { pfn, list });
  const known = frames.mapcount(pfn) !== 0 || frames.has(pfn, PG.swapcache);
  holds(known, 'page on an LRU list is mapped or in the swap cache', { pfn, list });
}

/** Page tables, kernel stacks and slabs. */
function claimKernelPages(k: Kernel, places: Places): void {
  const claimOwn = (pfn: Pfn, place: string): void => {
    places.claim(pfn, place);
    holds(k.frames.has(pfn, PG.kernel), 'page of the kernel is marked as such', { pfn, place });
  };
  let tables = 0;
  for (const mm of k.mms.values()) {
    for (const pfn of mm.upperTables) claimOwn(pfn, `upper page table of mm ${mm.id}`);
    for (const { pfn } of mm.tables) claimOwn(pfn, `page table of mm ${mm.id}`);
    tables += mm.upperTables.length + mm.tables.length;
  }
  equal(k.stat.pageTables, tables, 'page table pages are counted');
  let slabs = 0;
  for (const slab of Object.values(k.slabs)) {
    for (const pfn of slab.pages) claimOwn(pfn, `slab ${slab.name}`);
    slabs += slab.pages.length;
  }
  equal(k.stat.slabPages, slabs, 'slab pages are counted');
  let stacks = 0;
  for (const { stack, name } of k.tasks) {
    for (const pfn of stack) claimOwn(pfn, `kernel stack of ${name}`);
    stacks += stack.length;
  }
  claimStacksOfForks(k, places, k.stat.kernelStacks - stacks);
}

/** Stacks that a fork has allocated for a child that is not there yet: kernel pages that nobody else claims. */
function claimStacksOfForks(k: Kernel, places: Places, expected: number): void {
  let found = 0;
  for (let pfn = 1; pfn <= k.frames.count; pfn++) {
    if (!k.frames.has(pfn, PG.kernel) || places.has(pfn)) continue;
    places.claim(pfn, 'kernel stack of a child to be');
    found++;
  }
  equal(found, expected, 'kernel stacks are counted');
  holds(found <= 2 * k.slabs.task.held, 'kernel stacks without a task belong to forks', { found });
}

/** Isolated and released pages are marked only; whatever is left then is lost. */
function claimFlagged({ frames }: Kernel, places: Places): void {
  for (let pfn = 1; pfn <= frames.count; pfn++) {
    const held = frames.has(pfn, PG.isolated | PG.released);
    if (held) places.claim(pfn, 'path that isolated or released it');
    holds(places.has(pfn), 'every frame is somewhere', { pfn, flags: frames.flags[pfn] ?? -1 });
    if (frames.has(pfn, PG.released)) equal(frames.mapcount(pfn), 0, 'released page is not mapped', { pfn });
  }
}

function countFlag({ frames }: Kernel, flag: number): number {
  let count = 0;
  for (let pfn = 1; pfn <= frames.count; pfn++) if (frames.has(pfn, flag)) count++;
  return count;
}

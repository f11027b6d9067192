// Page reclaim (Linux 2.6.33 mm/vmscan.c): kswapd and direct reclaim scan the LRU lists in rounds of rising priority.
//
// * An anonymous page on its way out costs up to three walks of the reverse map: page_referenced when it leaves the
//   active list, page_referenced again at the inactive tail, try_to_unmap.
// * Pages are isolated under zone->lru_lock, 32 at a time; the walks run without it.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { COND_RESCHED, ioSleepFor, sleepFor } from '../../machine/wait.ts';
import { isInsideAny } from '../locking/gate.ts';
import { spin_lock, spin_unlock } from '../locking/spinlock.ts';
import { wait_event, wake_up } from '../locking/wait-queue.ts';
import { CONGESTION_NS, SWAP_CLUSTER_MAX } from './isolation-wait.ts';
import type { Kernel } from './kernel.ts';
import { LRU, type LruList, type Pfn, PG } from './page.ts';
import { free_pages } from './page-alloc.ts';
import { PageList } from './page-list.ts';
import { shrink_page_list } from './shrink-page-list.ts';
import { current } from './task-struct.ts';
import { walkPage } from './walk-page.ts';

const S = symbols(
  'kswapd',
  'balance_pgdat',
  'try_to_free_pages',
  'do_try_to_free_pages',
  'shrink_zone',
  'shrink_active_list',
  'shrink_inactive_list',
  'isolate_pages_global',
);

const DEF_PRIORITY = 12;

/** One reclaimer's run through the priorities. */
export interface ScanControl {
  readonly isKswapd: boolean;
  readonly target: number;
  scanned: number;
  reclaimed: number;
}

const newScan = (isKswapd: boolean, target: number): ScanControl => ({
  isKswapd,
  target,
  scanned: 0,
  reclaimed: 0,
});

export function wakeup_kswapd(k: Kernel): void {
  wake_up(k.kswapd_wait);
}

export function* kswapd(k: Kernel, root: Call): Path {
  const c = root.enter(S.kswapd);
  current(c).memalloc = true;
  for (;;) {
    yield wait_event(k.kswapd_wait, () => k.zone.freePages <= k.zone.low);
    yield* balance_pgdat(k, c);
  }
}

function* balance_pgdat(k: Kernel, from: Call): Path {
  const c = from.enter(S.balance_pgdat);
  const scan = newScan(true, SWAP_CLUSTER_MAX);
  for (let priority = DEF_PRIORITY; priority >= 0; ) {
    if (k.zone.freePages > k.zone.high) return;
    const before = scan.reclaimed;
    if (inactive_anon_is_low(k)) yield* shrink_active_list(k, c, SWAP_CLUSTER_MAX, scan);
    yield* shrink_zone(k, c, priority, scan);
    yield COND_RESCHED;
    if (scan.scanned > 0 && priority < DEF_PRIORITY - 2) yield* congestion_wait(k, c);
    // Progress of a whole cluster starts over at the gentlest priority.
    if (scan.reclaimed - before >= SWAP_CLUSTER_MAX) priority = DEF_PRIORITY;
    else priority--;
  }
  yield sleepFor(CONGESTION_NS / 5);
}

/** Direct reclaim by a task that wants a page. Returns how many pages it freed. */
export function* try_to_free_pages(k: Kernel, from: Call): Path<number> {
  const c = from.enter(S.try_to_free_pages).enter(S.do_try_to_free_pages);
  const task = current(c);
  task.memalloc = true;
  k.stat.directReclaims++;
  k.stat.inDirectReclaim++;
  const scan = newScan(false, SWAP_CLUSTER_MAX);
  for (let priority = DEF_PRIORITY; priority >= 0 && scan.reclaimed < scan.target; priority--) {
    yield* shrink_zone(k, c, priority, scan);
    if (scan.reclaimed < scan.target && scan.scanned > 0 && priority < DEF_PRIORITY - 2) yield* congestion_wait(k, c);
  }
  k.stat.inDirectReclaim--;
  task.memalloc = false;
  return scan.reclaimed;
}

/** congestion_wait(BLK_RW_ASYNC, HZ/10): sleeps until the disk's queue is uncongested, or for a tenth of a second. */
function* congestion_wait(k: Kernel, c: Call): Path {
  const { task } = c;
  const giveUp = k.disk.whenUncongested(() => task.wake());
  yield ioSleepFor(CONGESTION_NS);
  giveUp();
}

function inactive_anon_is_low(k: Kernel): boolean {
  const { lru, inactiveRatio } = k.zone;
  return k.swap.free > 0 && lru.count(LRU.inactiveAnon) * inactiveRatio < lru.count(LRU.activeAnon);
}

function* shrink_zone(k: Kernel, from: Call, priority: number, scan: ScanControl): Path {
  const c = from.enter(S.shrink_zone);
  const share = get_scan_ratio(k);
  const part = priority > 0 ? share / 2 ** priority : 1;
  let inactive = nr_scan_try_batch(k, LRU.inactiveAnon, part);
  let active = nr_scan_try_batch(k, LRU.activeAnon, part);
  // A scan lasts until the inactive list is through; the active one goes along only.
  while (inactive > 0) {
    const count = Math.min(inactive, SWAP_CLUSTER_MAX);
    inactive -= count;
    yield* shrink_inactive_list(k, c, count, scan);
    const along = Math.min(active, SWAP_CLUSTER_MAX);
    active -= along;
    if (along > 0 && inactive_anon_is_low(k)) yield* shrink_active_list(k, c, along, scan);
    if (scan.reclaimed >= scan.target && priority < DEF_PRIORITY) break;
  }
  if (inactive_anon_is_low(k)) yield* shrink_active_list(k, c, SWAP_CLUSTER_MAX, scan);
}

/** How many pages of a list to look at when it is `part` of them; small scans are saved up until they are worth a batch. */
function nr_scan_try_batch(k: Kernel, list: LruList, part: number): number {
  const { saved, lru } = k.zone;
  const sum = (saved[list] as number) + Math.floor(lru.count(list) * part);
  saved[list] = sum >= SWAP_CLUSTER_MAX ? 0 : sum;
  return sum >= SWAP_CLUSTER_MAX ? sum : 0;
}

const SWAPPINESS = 60;

/** What get_scan_ratio weighs file lists with of which nothing was scanned: there are none here. */
const FILE_WEIGHT = 200 - SWAPPINESS + 1;

/** The share of the anonymous lists, by how many of their recently scanned pages were still in use. */
function get_scan_ratio(k: Kernel): number {
  if (k.swap.free <= 0) return 0;
  const { lru, reclaim, freePages, high } = k.zone;
  if (freePages <= high) return 1;
  if (reclaim.scanned > (lru.count(LRU.activeAnon) + lru.count(LRU.inactiveAnon)) / 4) {
    reclaim.scanned /= 2;
    reclaim.rotated /= 2;
  }
  const weight = ((SWAPPINESS + 1) * (reclaim.scanned + 1)) / (reclaim.rotated + 1);
  return weight / (weight + FILE_WEIGHT + 1);
}

/** Takes up to `count` pages from the tail of a list. */
function* isolate(k: Kernel, from: Call, count: number, list: LruList): Path<PageList> {
  const { zone, frames } = k;
  const taken = new PageList();
  yield* spin_lock(from, zone.lru_lock);
  const c = from.enter(S.isolate_pages_global);
  while (taken.length < count) {
    const pfn = zone.lru.oldest(list);
    if (pfn === 0) break;
    zone.lru.remove(pfn);
    frames.set(pfn, PG.isolated);
    taken.add(frames, pfn);
  }
  c.spend(taken.length * k.costs.isolatePage);
  zone.reclaim.scanned += taken.length;
  k.isolation.isolated += taken.length;
  yield* spin_unlock(from, zone.lru_lock);
  return taken;
}

function* shrink_active_list(k: Kernel, from: Call, count: number, scan: ScanControl): Path {
  const c = from.enter(S.shrink_active_list);
  const pages = yield* isolate(k, c, count, LRU.activeAnon);
  scan.scanned += pages.length;
  k.stat.pgscan += pages.length;
  let referenced = 0;
  for (let pfn = pages.first; pfn !== 0; pfn = k.frames.next[pfn] as Pfn) {
    if (c.cpu.mustYield) yield COND_RESCHED;
    if (k.frames.mapcount(pfn) === 0) continue;
    const walk = yield* walkPage(k, c, pfn, 'page_referenced');
    if (walk.hits > 0) referenced++;
  }
  yield* spin_lock(c, k.zone.lru_lock);
  k.zone.reclaim.rotated += referenced;
  const moved = pages.length;
  const unused = putBack(k, pages, LRU.inactiveAnon);
  c.spend(moved * k.costs.lruMove);
  k.stat.pgdeactivate += moved - unused.length;
  yield* spin_unlock(c, k.zone.lru_lock);
  yield* free_pages(k, c, unused);
}

/** Ends the isolation of pages; returns those that lost their last user meanwhile. Needs lru_lock. */
function putBack(k: Kernel, pages: PageList, list: LruList): Pfn[] {
  const unused: Pfn[] = [];
  const { length } = pages;
  for (let pfn = pages.takeFirst(k.frames); pfn !== 0; pfn = pages.takeFirst(k.frames)) {
    k.frames.clear(pfn, PG.isolated);
    if (isUnused(k, pfn)) {
      k.frames.set(pfn, PG.released);
      unused.push(pfn);
    } else k.zone.lru.addHead(pfn, list);
  }
  endIsolation(k, length);
  return unused;
}

function endIsolation(k: Kernel, pages: number): void {
  k.isolation.isolated -= pages;
  k.isolation.changed();
}

/** Nobody maps it and no cache holds it: only the isolating reclaimer still knew it. */
const isUnused = (k: Kernel, pfn: Pfn): boolean => k.frames.mapcount(pfn) === 0 && !k.frames.has(pfn, PG.swapcache);

function* shrink_inactive_list(k: Kernel, from: Call, count: number, scan: ScanControl): Path {
  const c = from.enter(S.shrink_inactive_list);
  // Those who wait for a flip may hold all isolated pages, and the flip waits for this task when it is inside the gate.
  if (!scan.isKswapd && !isInsideAny(c.task) && k.isolation.tooManyIsolated) {
    yield* k.isolation.wait(c);
    // About to die and free its memory: it says that it has freed enough.
    if (current(c).killed) {
      scan.reclaimed += SWAP_CLUSTER_MAX;
      return;
    }
  }
  const pages = yield* isolate(k, c, count, LRU.inactiveAnon);
  if (pages.length === 0) return;
  scan.scanned += pages.length;
  k.stat.pgscan += pages.length;
  const { freed, active, kept } = yield* shrink_page_list(k, c, pages);
  scan.reclaimed += freed.length;
  k.stat.pgsteal += freed.length;
  k.stat.pgactivate += active.length;
  endIsolation(k, freed.length);
  yield* free_pages(k, c, freed.all(k.frames));
  yield* spin_lock(c, k.zone.lru_lock);
  k.zone.reclaim.rotated += active.length;
  c.spend((active.length + kept.length) * k.costs.lruMove);
  const unused = putBack(k, active, LRU.activeAnon);
  unused.push(...putBack(k, kept, LRU.inactiveAnon));
  yield* spin_unlock(c, k.zone.lru_lock);
  yield* free_pages(k, c, unused);
}

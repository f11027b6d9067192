// Taking one page off its LRU list to work on it, and what becomes of it afterwards (Linux 3.7 mm/vmscan.c, isolate_lru_page and
// putback_lru_page)

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import { type Path, READY } from '../../machine/path.ts';
import { spin_lock, spin_unlock } from '../locking/spinlock.ts';
import type { Kernel } from './kernel.ts';
import { lru_cache_add } from './lru-cache.ts';
import { LRU, type LruList, type Pfn, PG } from './page.ts';
import { free_pages } from './page-alloc.ts';

const S = symbols('isolate_lru_page', 'putback_lru_page');

/** A page that is on no list because somebody works on it. */
export interface Isolated {
  readonly pfn: Pfn;
  /** Where it was, and where it goes back. */
  readonly list: LruList;
}

/** Null when it is on no list. */
export function* isolate_lru_page(k: Kernel, from: Call, pfn: Pfn): Path<Isolated | null> {
  const { zone, frames } = k;
  const c = from.enter(S.isolate_lru_page);
  const lock = zone.lruLockOf(pfn);
  yield* spin_lock(c, lock);
  const list = frames.lru(pfn);
  const taken = list !== LRU.none;
  if (taken) {
    zone.lru.remove(pfn);
    startIsolation(k, pfn);
    c.spend(k.costs.isolatePage);
  }
  yield* spin_unlock(c, lock);
  return taken ? { pfn, list } : null;
}

/** The page goes back to its list, or is freed when nobody uses it any more. */
export function putback_lru_page(k: Kernel, from: Call, { pfn, list }: Isolated): Path {
  const c = from.enter(S.putback_lru_page);
  endIsolation(k, pfn);
  if (k.frames.mapcount(pfn) === 0 && !k.frames.has(pfn, PG.swapcache)) return free_pages(k, c, [pfn]);
  return lru_cache_add(k, c, pfn, list);
}

/** A page that is on no list, so that others see that somebody has it. */
export function startIsolation(k: Kernel, pfn: Pfn): void {
  k.frames.set(pfn, PG.isolated);
  k.isolation.isolated++;
}

/** Nobody uses the page: frees it. */
export function discard(k: Kernel, c: Call, pfn: Pfn): Path {
  if (pfn === 0) return READY;
  endIsolation(k, pfn);
  return free_pages(k, c, [pfn]);
}

function endIsolation(k: Kernel, pfn: Pfn): void {
  k.frames.clear(pfn, PG.isolated);
  k.isolation.isolated--;
  k.isolation.changed();
}

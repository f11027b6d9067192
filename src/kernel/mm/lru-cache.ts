// Putting pages on the LRU lists and taking them off for good (Linux 2.6.33 mm/swap.c).
//
// Pages join in batches: a CPU takes zone->lru_lock once for every PAGEVEC pages that it added.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import { type Path, READY } from '../../machine/path.ts';
import { type SpinLock, spin_lock, spin_unlock } from '../locking/spinlock.ts';
import type { Kernel } from './kernel.ts';
import { LRU, type LruList, type Pfn, PG } from './page.ts';

const S = symbols('__lru_cache_add', '____pagevec_lru_add', 'release_pages');

const PAGEVEC = 14;

export function lru_cache_add(k: Kernel, from: Call, pfn: Pfn, list: LruList): Path {
  k.zone.lru.addHead(pfn, list);
  const cpu = from.cpu.id;
  const pending = (k.lruPending[cpu] ?? 0) + 1;
  k.lruPending[cpu] = pending;
  if (pending < PAGEVEC) return READY;
  k.lruPending[cpu] = 0;
  return ____pagevec_lru_add(k, from.enter(S.__lru_cache_add), k.zone.lruLockOf(pfn));
}

/** The pages of a CPU mostly come from one node: that of the last stands for all. */
function* ____pagevec_lru_add(k: Kernel, from: Call, lru_lock: SpinLock): Path {
  const c = from.enter(S.____pagevec_lru_add);
  yield* spin_lock(c, lru_lock);
  c.spend(PAGEVEC * k.costs.lruMove);
  yield* spin_unlock(c, lru_lock);
}

/** The page's write is done: it goes to the tail of its list, where the next scan frees it. */
export function rotate_reclaimable_page(k: Kernel, pfn: Pfn): void {
  const { frames, zone } = k;
  frames.clear(pfn, PG.reclaim);
  if (frames.lru(pfn) !== LRU.inactiveAnon) return;
  zone.lru.remove(pfn);
  zone.lru.addTail(pfn, LRU.inactiveAnon);
}

/** release_pages: takes `count` pages off the LRU, PAGEVEC at a time under the lock. */
export function* releaseFromLru(k: Kernel, from: Call, count: number): Path {
  const c = from.enter(S.release_pages);
  for (let left = count; left > 0; left -= PAGEVEC) {
    yield* spin_lock(c, k.zone.lru_lock);
    c.spend(Math.min(left, PAGEVEC) * k.costs.lruMove);
    yield* spin_unlock(c, k.zone.lru_lock);
  }
}

// What becomes of the pages that reclaim took off an inactive list (shrink_page_list of Linux 2.6.33 mm/vmscan.c).

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { COND_RESCHED } from '../../machine/wait.ts';
import type { Kernel } from './kernel.ts';
import { LRU, type Pfn, PG } from './page.ts';
import { add_to_swap, delete_from_swap_cache, swap_writepage } from './swap.ts';

const S = symbols('shrink_page_list', 'pageout', '__remove_mapping');

/** Where each of the pages has to go. */
export interface Sorted {
  readonly freed: Pfn[];
  readonly active: Pfn[];
  readonly kept: Pfn[];
}

export function* shrink_page_list(k: Kernel, from: Call, pages: readonly Pfn[]): Path<Sorted> {
  const c = from.enter(S.shrink_page_list);
  const { frames, pageLocks } = k;
  const sorted: Sorted = { freed: [], active: [], kept: [] };
  for (const pfn of pages) {
    if (c.cpu.mustYield) yield COND_RESCHED;
    c.spend(k.costs.shrinkPage);
    if (pageLocks.trylock(pfn)) {
      const fate = frames.has(pfn, PG.anon) ? yield* shrink_anon_page(k, c, pfn) : shrink_file_page(k, pfn);
      pageLocks.unlock(pfn);
      sorted[fate].push(pfn);
    } else sorted.kept.push(pfn);
  }
  return sorted;
}

type Fate = keyof Sorted;

/** The page is locked and isolated. */
function* shrink_anon_page(k: Kernel, c: Call, pfn: Pfn): Path<Fate> {
  const { frames } = k;
  if (frames.has(pfn, PG.writeback)) return 'kept';
  if ((frames.mapcount[pfn] as number) > 0) {
    const rmap = yield* k.rmap.enter(c);
    const walk = yield* rmap.page_referenced(c, pfn);
    k.rmap.leave(c);
    if (walk.hits > 0) return 'active';
  }
  // Its last user may have gone while the walk slept.
  if (frames.mapcount[pfn] === 0 && !frames.has(pfn, PG.swapcache)) return 'freed';
  if (!frames.has(pfn, PG.swapcache) && !add_to_swap(k, c, pfn)) return 'active';
  if ((frames.mapcount[pfn] as number) > 0) {
    const rmap = yield* k.rmap.enter(c);
    const walk = yield* rmap.try_to_unmap(c, pfn);
    k.rmap.leave(c);
    if (walk.stillMapped) return 'active';
  }
  if (!frames.has(pfn, PG.dirty) || k.swap.refs[frames.slot[pfn] as number] === 0) return remove_mapping(k, c, pfn);
  yield* pageout(k, c, pfn);
  return 'kept';
}

/** Starts the write; the swap device never counts as congested. */
function pageout(k: Kernel, from: Call, pfn: Pfn): Path {
  const c = from.enter(S.pageout);
  k.frames.set(pfn, PG.reclaim);
  return swap_writepage(k, c, pfn, (written) => rotate_reclaimable_page(k, written));
}

/** The write is done: the page goes to the tail of its list, where the next scan frees it. */
function rotate_reclaimable_page(k: Kernel, pfn: Pfn): void {
  const { frames, zone } = k;
  frames.clear(pfn, PG.reclaim);
  if (frames.lru[pfn] !== LRU.inactiveAnon) return;
  zone.lru.remove(pfn);
  zone.lru.addTail(pfn, LRU.inactiveAnon);
}

/** Takes the unmapped, clean page out of the swap cache: it can be freed. */
function remove_mapping(k: Kernel, from: Call, pfn: Pfn): Fate {
  const c = from.enter(S.__remove_mapping);
  c.spend(k.costs.swapCache);
  delete_from_swap_cache(k, pfn);
  return 'freed';
}

function shrink_file_page(k: Kernel, pfn: Pfn): Fate {
  if (k.frames.has(pfn, PG.dirty | PG.writeback)) return 'kept';
  const file = k.pageCache.get(k.frames.mapping[pfn] as number);
  if (file === undefined || file.pinned) return 'active';
  file.drop(k.frames.index[pfn] as number);
  k.stat.filePages--;
  return 'freed';
}

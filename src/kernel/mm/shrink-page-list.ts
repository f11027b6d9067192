// What becomes of the pages that reclaim took off an inactive list (shrink_page_list of Linux 2.6.33 mm/vmscan.c).

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import { isReady, type Path, ready } from '../../machine/path.ts';
import { COND_RESCHED } from '../../machine/wait.ts';
import type { Kernel } from './kernel.ts';
import { type Pfn, PG } from './page.ts';
import { PageList } from './page-list.ts';
import type { WalkResult } from './reverse-map.ts';
import { add_to_swap, delete_from_swap_cache, swap_writepage } from './swap.ts';
import { walkPage } from './walk-page.ts';

const S = symbols('shrink_page_list', 'pageout', '__remove_mapping');

/** Where each of the pages has to go. */
export interface Sorted {
  readonly freed: PageList;
  readonly active: PageList;
  readonly kept: PageList;
}

/** Takes all of `pages`. */
export function* shrink_page_list(k: Kernel, from: Call, pages: PageList): Path<Sorted> {
  const c = from.enter(S.shrink_page_list);
  const { frames, pageLocks } = k;
  const sorted: Sorted = { freed: new PageList(), active: new PageList(), kept: new PageList() };
  for (let pfn = pages.takeFirst(frames); pfn !== 0; pfn = pages.takeFirst(frames)) {
    if (c.cpu.mustYield) yield COND_RESCHED;
    c.spend(k.costs.shrinkPage);
    if (pageLocks.trylock(pfn)) {
      const fate = yield* shrink_page(k, c, pfn);
      pageLocks.unlock(pfn);
      sorted[fate].add(frames, pfn);
    } else sorted.kept.add(frames, pfn);
  }
  return sorted;
}

type Fate = keyof Sorted;

const FREED: Path<Fate> = ready('freed');
const ACTIVE: Path<Fate> = ready('active');
const KEPT: Path<Fate> = ready('kept');

/** The page is locked and isolated. A plain function until it has to wait, as its parts are. */
function shrink_page(k: Kernel, c: Call, pfn: Pfn): Path<Fate> {
  const { frames } = k;
  if (frames.has(pfn, PG.writeback)) return KEPT;
  if (frames.mapcount(pfn) === 0) return unmapAndWrite(k, c, pfn);
  const walking = walkPage(k, c, pfn, 'page_referenced');
  if (!isReady(walking)) return afterLook(k, c, pfn, walking);
  return walking.value.hits > 0 ? ACTIVE : unmapAndWrite(k, c, pfn);
}

function* afterLook(k: Kernel, c: Call, pfn: Pfn, walking: Path<WalkResult>): Path<Fate> {
  const walk = yield* walking;
  return walk.hits > 0 ? 'active' : yield* unmapAndWrite(k, c, pfn);
}

/** Nobody has used the page lately. */
function unmapAndWrite(k: Kernel, c: Call, pfn: Pfn): Path<Fate> {
  const { frames } = k;
  // Its last user may have gone while the walk slept.
  if (frames.mapcount(pfn) === 0 && !frames.has(pfn, PG.swapcache)) return FREED;
  if (!frames.has(pfn, PG.swapcache) && !add_to_swap(k, c, pfn)) return ACTIVE;
  if (frames.mapcount(pfn) === 0) return write(k, c, pfn);
  const walking = walkPage(k, c, pfn, 'try_to_unmap');
  if (!isReady(walking)) return afterUnmap(k, c, pfn, walking);
  return walking.value.stillMapped ? ACTIVE : write(k, c, pfn);
}

function* afterUnmap(k: Kernel, c: Call, pfn: Pfn, walking: Path<WalkResult>): Path<Fate> {
  const walk = yield* walking;
  return walk.stillMapped ? 'active' : yield* write(k, c, pfn);
}

/** Nobody maps the page. */
function write(k: Kernel, c: Call, pfn: Pfn): Path<Fate> {
  const { frames, swap } = k;
  if (!frames.has(pfn, PG.dirty) || swap.refs(frames.slot[pfn] as number) === 0) return remove_mapping(k, c, pfn);
  return pageout(k, c, pfn);
}

/** Starts the write, and keeps the page until it is written; the swap device never counts as congested. */
function pageout(k: Kernel, from: Call, pfn: Pfn): Path<Fate> {
  const c = from.enter(S.pageout);
  k.frames.set(pfn, PG.reclaim);
  return swap_writepage(k, c, pfn, KEPT);
}

/** Takes the unmapped, clean page out of the swap cache: it can be freed. */
function remove_mapping(k: Kernel, from: Call, pfn: Pfn): Path<Fate> {
  const c = from.enter(S.__remove_mapping);
  c.spend(k.costs.swapCache);
  delete_from_swap_cache(k, pfn);
  return FREED;
}

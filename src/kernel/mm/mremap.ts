// mremap (Linux 2.6.33 mm/mremap.c): moves a range with its pages to another place. Needs mmap_sem for writing.
//
// A walk of the reverse map must not pass the new place before an entry gets there and come to the old place when it has
// left. A new VMA is linked behind the old one, and walks go that way, so nothing can be missed. When the range becomes
// part of a VMA that was there before, which may come first on the list, the entries move under the lock of the reverse map.
// So since 38a76013ad80 (3.7); from 948f017b093a (3.2) the old VMA was moved to the tail of the list instead, and before
// that entries could be missed.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { COND_RESCHED, sync } from '../../machine/wait.ts';
import { lock_anon_vma, unlock_anon_vma } from './anon-vma-lock.ts';
import type { Kernel } from './kernel.ts';
import { pte_alloc } from './memory.ts';
import { do_munmap, type Errno } from './mmap.ts';
import { kmem_cache_alloc, kmem_cache_free } from './page-alloc.ts';
import { PTES_PER_TABLE, type PteTable, type Vpn } from './pte.ts';
import type { ReverseMap } from './reverse-map.ts';
import { flush_tlb_range } from './tlb.ts';
import type { Mm, Vma } from './vma.ts';
import { vma_merge } from './vma-merge.ts';
import { pagesChanged, vmaChanged } from './walk-index.ts';

const S = symbols('sys_mremap', 'do_mremap', 'move_vma', 'copy_vma', 'move_page_tables', 'move_ptes');

/** Pages that move before others may run (LATENCY_LIMIT). */
const LATENCY_LIMIT = 64;

/** Moves `pages` pages from `start` on to `to`, in place of what is mapped there. -ENOMEM leaves the range where it is. */
export function sys_mremap(k: Kernel, from: Call, mm: Mm, start: Vpn, pages: number, to: Vpn): Path<Errno> {
  const c = from.enter(S.sys_mremap).enter(S.do_mremap);
  c.spend(k.costs.syscall);
  return mremap_to(k, c, mm, { start, pages, to });
}

interface Move {
  readonly start: Vpn;
  readonly pages: number;
  readonly to: Vpn;
}

function* mremap_to(k: Kernel, c: Call, mm: Mm, move: Move): Path<Errno> {
  const failed = yield* do_munmap(k, c, mm, move.to, move.to + move.pages);
  if (failed !== 0) return failed;
  const vma = mm.find(move.start);
  if (vma === null || vma.end < move.start + move.pages) return 'EFAULT';
  return yield* move_vma(k, c, vma, move);
}

function* move_vma(k: Kernel, from: Call, vma: Vma, { start, pages, to }: Move): Path<Errno> {
  const { mm } = vma;
  const c = from.enter(S.move_vma);
  const rmap = yield* k.rmap.enter(c);
  const copy = yield* copy_vma(k, c, rmap, vma, { start, pages, to });
  k.rmap.leave(c);
  if (copy === null) return 'ENOMEM';
  const moved = yield* move_page_tables(k, c, mm, { start, pages, to }, copy.needRmapLocks);
  if (moved < pages) {
    // The page tables that they came from are still there.
    yield* move_page_tables(k, c, mm, { start: to, pages: moved, to: start }, true);
    yield* do_munmap(k, c, mm, to, to + pages);
    return 'ENOMEM';
  }
  // When the VMA cannot be split the old place stays mapped, without pages.
  yield* do_munmap(k, c, mm, start, start + pages);
  return 0;
}

/** The range becomes part of a VMA beside its new place, or gets one of its own; null = -ENOMEM. */
function* copy_vma(
  k: Kernel,
  from: Call,
  rmap: ReverseMap,
  vma: Vma,
  { start, pages, to }: Move,
): Path<{ readonly needRmapLocks: boolean } | null> {
  const c = from.enter(S.copy_vma);
  const { anon_vma, flags, what } = vma;
  // One that has never had a page may get the offsets of its new place, which makes it likelier to merge.
  const pgoff = anon_vma === null ? to : vma.pgoff + start - vma.start;
  if ((yield* vma_merge(k, c, vma.mm, { start: to, end: to + pages, pgoff, flags, what, anon_vma })) !== null)
    return { needRmapLocks: true };
  if (!(yield* kmem_cache_alloc(k, c, k.slabs.vma))) return null;
  c.spend(k.costs.copyVma);
  const copy = vma.copyTo(vma.mm);
  copy.start = to;
  copy.end = to + pages;
  copy.pgoff = pgoff;
  if (!(yield* rmap.anon_vma_clone(c, copy, vma))) {
    yield* kmem_cache_free(k, c, k.slabs.vma);
    return null;
  }
  vma.mm.insert(copy);
  vmaChanged(copy);
  k.slabs.vma.publish();
  return { needRmapLocks: false };
}

/** Returns how many pages from the range's start on have moved: all, unless memory for a page table ran out. */
function* move_page_tables(k: Kernel, from: Call, mm: Mm, move: Move, needRmapLocks: boolean): Path<number> {
  const c = from.enter(S.move_page_tables);
  const left = (vpn: Vpn): number => PTES_PER_TABLE - (vpn % PTES_PER_TABLE);
  for (let done = 0; done < move.pages; ) {
    const [start, to] = [move.start + done, move.to + done];
    const pages = Math.min(move.pages - done, left(start), left(to), LATENCY_LIMIT);
    yield COND_RESCHED;
    const table = mm.table(start);
    if (table !== null && table.nextUsed(start, start + pages) < start + pages) {
      const target = yield* pte_alloc(k, c, mm, to);
      if (target === null) return done;
      yield* move_ptes(k, c, mm, { start, pages, to }, [table, target], needRmapLocks);
      yield* sync(c);
    }
    done += pages;
  }
  return move.pages;
}

/** The pte locks of both tables are held over all of it. */
function* move_ptes(
  k: Kernel,
  from: Call,
  mm: Mm,
  { start, pages, to }: Move,
  [table, target]: readonly [PteTable, PteTable],
  needRmapLocks: boolean,
): Path {
  const c = from.enter(S.move_ptes);
  let moved = 0;
  const move = (): void => {
    const end = start + pages;
    for (let vpn = table.nextUsed(start, end); vpn < end; vpn = table.nextUsed(vpn + 1, end)) {
      const pte = table.get(vpn);
      table.set(vpn, 0);
      target.set(to + vpn - start, pte);
      moved++;
    }
    for (const vpn of [start, to]) {
      const vma = mm.find(vpn);
      if (vma === null) continue;
      pagesChanged(vma, vpn, vpn + pages);
      k.races?.changed(c, vma);
    }
  };
  const vma = mm.find(to);
  const anon_vma = vma?.anon_vma ?? null;
  if (needRmapLocks && anon_vma !== null) {
    yield* k.rmap.enter(c);
    yield* lock_anon_vma(k, c, anon_vma, 'change');
    move();
    yield* unlock_anon_vma(k, c, anon_vma, 'change');
    k.rmap.leave(c);
  } else move();
  c.spend(moved * k.costs.copyPte);
  yield* flush_tlb_range(k, c, mm, 'mremap');
}

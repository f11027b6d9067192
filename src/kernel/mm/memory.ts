// Page faults and page tables of one address space (Linux 2.6.33 mm/memory.c).
//
// Faults on neighbouring pages that need nothing but a fresh page go through the path in batches of at most
// k.faultBatch, as long as memory is not short; copies, swap-ins and everything under pressure go one by one.
// A single-threaded process is the only user of its mmap_sem; the threads of one take it for every fault.

import { appended } from '../../base/short-list.ts';
import { Panic } from '../../engine/panic.ts';
import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import { type Path, ready, SUCCEEDED } from '../../machine/path.ts';
import { sync } from '../../machine/wait.ts';
import { down_read, type RwSem, up_read } from '../locking/rwsem.ts';
import type { Kernel } from './kernel.ts';
import { lru_cache_add } from './lru-cache.ts';
import { LRU, type Pfn, PG } from './page.ts';
import { alloc_kernel_page, alloc_page, free_pages } from './page-alloc.ts';
import {
  isMigration,
  isPresent,
  isSwap,
  LOST_PTE,
  PTE,
  PTES_PER_TABLE,
  PteTable,
  presentPte,
  ptePfn,
  pteSlot,
  type Vpn,
} from './pte.ts';
import { page_add_new_anon_rmap, page_dup_rmap, page_move_anon_rmap, page_remove_rmap } from './rmap-count.ts';
import { delete_from_swap_cache, swapin_readahead } from './swap.ts';
import { current } from './task-struct.ts';
import { flush_tlb_page } from './tlb.ts';
import { collect } from './unmap.ts';
import { type Mm, VM, type Vma } from './vma.ts';
import { entryChanged } from './walk-index.ts';

const S = symbols(
  'page_fault',
  'do_page_fault',
  'handle_mm_fault',
  '__pte_alloc',
  'do_anonymous_page',
  'do_wp_page',
  'do_swap_page',
  'migration_entry_wait',
  'clear_page_c',
  'copy_page_c',
);

/** False when the task has to die. */
type Alive = boolean;

/** Touches `count` pages from `vpn` on, which must lie in one VMA that allows it; each page that is not there yet faults. */
export function touch(k: Kernel, c: Call, vma: Vma, vpn: Vpn, count: number, write: boolean): Path<Alive> {
  const end = Math.min(vma.end, vpn + count);
  const at = touchUntilFault(k, c, vma.mm, vpn, end, write);
  return at >= end ? SUCCEEDED : faultAndTouch(k, c, vma, at, end, write);
}

/** Touches the pages from `vpn` on that are there; returns the first that faults, or `end`. */
function touchUntilFault(k: Kernel, c: Call, mm: Mm, vpn: Vpn, end: Vpn, write: boolean): Vpn {
  const needed = PTE.present | (write ? PTE.write : 0);
  const used = PTE.young | (write ? PTE.dirty : 0);
  for (let at = vpn; at < end; at++) {
    const table = mm.table(at);
    const pte = table === null ? 0 : table.get(at);
    if (table === null || (pte & (needed | PTE.numa)) !== needed) {
      if (write && k.races?.writesThrough(c, mm, at)) continue;
      return at;
    }
    if ((pte & used) !== used) table.set(at, pte | used);
  }
  return end;
}

/** Pages from `vpn` on that a program may write without a fault, all on one node. */
export interface Run {
  readonly pages: number;
  readonly node: number;
}

/**
 * Writes to pages from `vpn` on, at most `most` of them, as long as they are there and on one node. A page that is being moved is still
 * there for a CPU that has its translation.
 */
export function writeRun(k: Kernel, c: Call, { mm, end }: Vma, vpn: Vpn, most: number): Run {
  const { frames } = k;
  const last = Math.min(end, vpn + most);
  let [node, from, behind] = [0, 0, 0];
  let at = vpn;
  for (; at < last; at++) {
    const pfn = writableFrame(k, c, mm, at);
    if (pfn < 0) break;
    if (at === vpn) {
      node = frames.nodeOf(pfn);
      behind = frames.endOfNode(node);
      from = frames.endOfNode(node - 1);
    } else if (pfn < from || pfn >= behind) break;
    markWritten(mm, at);
  }
  return { pages: at - vpn, node };
}

/** -1 when a store faults. */
function writableFrame(k: Kernel, c: Call, mm: Mm, vpn: Vpn): Pfn {
  const pte = mm.table(vpn)?.get(vpn) ?? 0;
  const needed = PTE.present | PTE.write;
  if ((pte & (needed | PTE.numa)) === needed) return ptePfn(pte);
  return isMigration(pte) && k.races?.writesThrough(c, mm, vpn) ? ptePfn(pte) : -1;
}

/** By the CPU; it does not look at an entry whose translation it has. */
function markWritten(mm: Mm, vpn: Vpn): void {
  const table = mm.table(vpn);
  const pte = table?.get(vpn) ?? 0;
  const used = PTE.young | PTE.dirty;
  if ((pte & PTE.present) !== 0 && (pte & used) !== used) table?.set(vpn, pte | used);
}

/** The page at `vpn` faults, and perhaps others up to `end`. */
function* faultAndTouch(k: Kernel, c: Call, vma: Vma, vpn: Vpn, end: Vpn, write: boolean): Path<Alive> {
  for (let at = vpn; at < end; at = touchUntilFault(k, c, vma.mm, at, end, write)) {
    const handled = yield* vma.mm.mmap_sem === null
      ? page_fault(k, c, vma, at, end, write)
      : faultUnderSem(k, c, vma.mm.mmap_sem, vma, at, end, write);
    // Return to user mode: what the path spent has passed, and what others did meanwhile is seen by the next fault.
    yield* sync(c);
    if (handled === 0 || current(c).killed) return false;
    at += handled;
  }
  return true;
}

function* faultUnderSem(k: Kernel, c: Call, sem: RwSem, vma: Vma, vpn: Vpn, end: Vpn, write: boolean): Path<number> {
  const taker = c.enter(S.page_fault).enter(S.do_page_fault);
  yield* down_read(taker, sem);
  const handled = yield* page_fault(k, c, vma, vpn, end, write);
  yield* up_read(taker, sem);
  return handled;
}

/** Handles the fault at `vpn` and, where they are alike, those behind it up to `end`. Returns how many; 0 = must die. */
function page_fault(k: Kernel, from: Call, vma: Vma, vpn: Vpn, end: Vpn, write: boolean): Path<number> {
  const entry = from.enter(S.page_fault).enter(S.do_page_fault);
  entry.spend(k.costs.pageFault + k.costs.findVma);
  k.stat.pgfault++;
  const c = entry.enter(S.handle_mm_fault);
  const table = vma.mm.table(vpn);
  if (table === null) return firstInTable(k, c, vma, vpn, end);
  const pte = table.get(vpn);
  if (pte === 0) return do_anonymous_page(k, c, vma, vpn, end, table);
  if (isSwap(pte)) return do_swap_page(k, c, vma, vpn, pte, write);
  if (isMigration(pte)) return migration_entry_wait(k, c, vma, vpn, pte, write);
  if ((pte & PTE.numa) !== 0) return numa_fault(k, c, vma, vpn, write);
  // Another thread may have been faster.
  if (write && ((pte & PTE.write) === 0 || vma.mm.users.length === 1)) return do_wp_page(k, c, vma, vpn, pte, table);
  if (vma.mm.users.length > 1) return ready(1);
  throw new Panic('fault on a page that is there', { mm: vma.mm.id, vpn }, k.engine.now);
}

/** The page is being moved: sleeps until that is done. One that a migration has lost kills whoever touches it. */
function* migration_entry_wait(k: Kernel, from: Call, vma: Vma, vpn: Vpn, pte: number, write: boolean): Path<number> {
  const c = from.enter(S.migration_entry_wait);
  c.spend(k.costs.pteLock);
  yield* sync(c);
  if (k.migration !== null) k.migration.stat.entryWaits++;
  if (pte === LOST_PTE) {
    k.races?.touchedLost();
    return 0;
  }
  if (vma.mm.pte(vpn) === pte) {
    const pfn = ptePfn(pte);
    if (!k.frames.has(pfn, PG.locked))
      throw new Panic('migration entry of a page that nobody moves', { mm: vma.mm.id, vpn, pfn }, k.engine.now);
    yield k.pageLocks.wait(pfn);
  }
  return yield* again(k, from, vma, vpn, write);
}

/** The entry was made prot-none to learn who uses the page. */
function* numa_fault(k: Kernel, c: Call, vma: Vma, vpn: Vpn, write: boolean): Path<number> {
  if (k.migration === null) throw new Panic('hint fault without NUMA balancing', { mm: vma.mm.id, vpn }, k.engine.now);
  yield* k.migration.numa.do_numa_page(c, vma, vpn);
  return yield* again(k, c, vma, vpn, write);
}

function* firstInTable(k: Kernel, c: Call, vma: Vma, vpn: Vpn, end: Vpn): Path<number> {
  const table = yield* __pte_alloc(k, c, vma.mm, vpn);
  return table === null ? 0 : yield* do_anonymous_page(k, c, vma, vpn, end, table);
}

/** The page table page for `vpn`; null when memory ran out. */
export function pte_alloc(k: Kernel, from: Call, mm: Mm, vpn: Vpn): Path<PteTable | null> {
  const found = mm.table(vpn);
  return found === null ? __pte_alloc(k, from, mm, vpn) : ready(found);
}

function* __pte_alloc(k: Kernel, from: Call, mm: Mm, vpn: Vpn): Path<PteTable | null> {
  const c = from.enter(S.__pte_alloc);
  const pfn = yield* alloc_kernel_page(k, c);
  if (pfn === 0) return null;
  const found = mm.table(vpn);
  if (found !== null) {
    // Another thread was faster.
    k.frames.clear(pfn, PG.kernel);
    yield* free_pages(k, c, [pfn]);
    return found;
  }
  c.spendIn(S.clear_page_c, k.costs.clearPage);
  k.stat.pageTables++;
  const table = new PteTable(vpn >>> 9, pfn, k.ptes);
  mm.tables = appended(mm.tables, table);
  return table;
}

function prepare(k: Kernel, c: Call, vma: Vma): Path<boolean> {
  return vma.anon_vma === null ? anon_vma_prepare(k, c, vma) : SUCCEEDED;
}

function* anon_vma_prepare(k: Kernel, c: Call, vma: Vma): Path<boolean> {
  const rmap = yield* k.rmap.enter(c);
  const prepared = yield* rmap.anon_vma_prepare(c, vma);
  k.rmap.leave(c);
  return prepared;
}

function* do_anonymous_page(k: Kernel, from: Call, vma: Vma, vpn: Vpn, end: Vpn, table: PteTable): Path<number> {
  const c = from.enter(S.do_anonymous_page);
  if (!(yield* prepare(k, c, vma))) return 0;
  const most = Math.min(end - vpn, k.faultBatch, (table.region + 1) * PTES_PER_TABLE - vpn);
  let done = 0;
  while (done < most && table.get(vpn + done) === 0) {
    if (done > 0 && k.zone.freePages <= k.zone.low) break;
    const pfn = yield* alloc_page(k, c);
    if (pfn === 0) return done;
    if (table.get(vpn + done) !== 0) {
      // Another thread was faster.
      yield* free_pages(k, c, [pfn]);
      return done + 1;
    }
    if (done > 0) chargeAlike(k, from);
    c.spendIn(S.clear_page_c, k.costs.clearPage);
    c.spend(k.costs.setPte);
    mapNew(k, vma, vpn + done, pfn, table);
    yield* lru_cache_add(k, c, pfn, LRU.activeAnon);
    done++;
  }
  return done;
}

/** A further fault of a batch costs what the first did on its way in. */
function chargeAlike(k: Kernel, c: Call): void {
  c.spend(k.costs.pageFault + k.costs.findVma);
  k.stat.pgfault++;
}

/** Maps a fresh page with the VMA's protection. The caller puts it on the active list at once. */
function mapNew(k: Kernel, vma: Vma, vpn: Vpn, pfn: Pfn, table: PteTable): void {
  const { anon_vma } = vma;
  if (anon_vma === null) throw new Panic('anonymous page without anon_vma', { mm: vma.mm.id, vpn }, k.engine.now);
  page_add_new_anon_rmap(k, pfn, anon_vma, vma, vpn);
  table.set(vpn, presentPte(pfn, (canWrite(vma) ? PTE.write : 0) | PTE.young | PTE.dirty));
  entryChanged(vma, vpn, true);
  vma.mm.rss++;
}

/** A write to a page that fork left read-only: the last mapper keeps it, any other gets a copy. */
function* do_wp_page(k: Kernel, from: Call, vma: Vma, vpn: Vpn, pte: number, table: PteTable): Path<number> {
  const c = from.enter(S.do_wp_page);
  const old = ptePfn(pte);
  yield* k.pageLocks.lock(old);
  if (table.get(vpn) !== pte) {
    // Reclaim was faster; the fault is taken again.
    k.pageLocks.unlock(old);
    return yield* retry(k, from, vma, vpn, table);
  }
  if (reuse_swap_page(k, old)) {
    c.spend(k.costs.setPte);
    table.set(vpn, pte | PTE.write | PTE.young | PTE.dirty);
    if (vma.anon_vma !== null && k.rmap.variant.movesOwned) page_move_anon_rmap(k, old, vma.anon_vma);
    k.stat.cowReuses++;
    k.pageLocks.unlock(old);
    return 1;
  }
  k.pageLocks.unlock(old);
  if (!(yield* prepare(k, c, vma))) return 0;
  const copy = yield* alloc_page(k, c);
  if (copy === 0) return 0;
  // The old page may have been reclaimed while the allocation waited.
  if (table.get(vpn) !== pte) {
    yield* free_pages(k, c, [copy]);
    return yield* retry(k, from, vma, vpn, table);
  }
  c.spendIn(S.copy_page_c, k.costs.copyPage);
  c.spend(k.costs.setPte);
  k.stat.cowCopies++;
  // The pte lock is held over all of this: nobody sees the old page without its entry and still counted.
  vma.mm.rss--;
  mapNew(k, vma, vpn, copy, table);
  page_remove_rmap(k, old);
  const unused: Pfn[] = [];
  collect(k, old, unused);
  yield* lru_cache_add(k, c, copy, LRU.activeAnon);
  yield* flush_tlb_page(k, c, vma.mm, 'do_wp_page');
  yield* free_pages(k, c, unused);
  return 1;
}

function retry(k: Kernel, c: Call, vma: Vma, vpn: Vpn, table: PteTable): Path<number> {
  const pte = table.get(vpn);
  if (isMigration(pte)) return migration_entry_wait(k, c, vma, vpn, pte, true);
  return isSwap(pte) ? do_swap_page(k, c, vma, vpn, pte, true) : do_wp_page(k, c, vma, vpn, pte, table);
}

/** The page belongs to this mapper alone; a copy in swap that nobody else refers to is given up. The page is locked. */
function reuse_swap_page(k: Kernel, pfn: Pfn): boolean {
  const { frames, swap } = k;
  if (frames.mapcount(pfn) !== 1) return false;
  if (!frames.has(pfn, PG.swapcache)) return true;
  if (swap.refs(frames.slot[pfn] as number) !== 0 || frames.has(pfn, PG.writeback)) return false;
  delete_from_swap_cache(k, pfn);
  return true;
}

function* do_swap_page(k: Kernel, from: Call, vma: Vma, vpn: Vpn, pte: number, write: boolean): Path<number> {
  const c = from.enter(S.do_swap_page);
  const slot = pteSlot(pte);
  let pfn = k.swap.cached(slot);
  if (pfn === 0) {
    k.stat.pgmajfault++;
    pfn = yield* swapin_readahead(k, c, slot);
    if (pfn === 0) return current(c).killed ? 0 : yield* again(k, from, vma, vpn, write);
  }
  yield* k.pageLocks.lock(pfn);
  const table = vma.mm.table(vpn);
  if (table?.get(vpn) !== pte || k.frames.slot[pfn] !== slot) {
    k.pageLocks.unlock(pfn);
    return yield* again(k, from, vma, vpn, write);
  }
  c.spend(k.costs.swapCache + k.costs.setPte);
  const writable = mapSwapped(k, vma, vpn, pfn, write);
  table.set(vpn, presentPte(pfn, PTE.young | (writable ? PTE.write | PTE.dirty : 0)));
  entryChanged(vma, vpn, true);
  k.pageLocks.unlock(pfn);
  if (!write || writable) return 1;
  return yield* do_wp_page(k, from, vma, vpn, table.get(vpn), table);
}

/** Counts the new mapper of a page in the swap cache; true when it may write at once. */
function mapSwapped(k: Kernel, vma: Vma, vpn: Vpn, pfn: Pfn, write: boolean): boolean {
  const { frames, swap } = k;
  const slot = frames.slot[pfn] as number;
  swap.release(slot);
  vma.mm.rss++;
  if (frames.mapcount(pfn) !== 0) {
    page_dup_rmap(k, pfn);
    return false;
  }
  const alone = swap.refs(slot) === 0;
  const anon_vma = alone ? vma.anon_vma : k.rmap.variant.oldest(vma);
  if (anon_vma === null) throw new Panic('swapped page without anon_vma', { mm: vma.mm.id, vpn }, k.engine.now);
  page_add_new_anon_rmap(k, pfn, anon_vma, vma, vpn);
  if (!write || !alone || frames.has(pfn, PG.writeback)) return false;
  delete_from_swap_cache(k, pfn);
  return canWrite(vma);
}

const canWrite = ({ flags }: Vma): boolean => (flags & VM.write) !== 0;

/** The entry changed while the fault slept: looks at it anew. */
function again(k: Kernel, c: Call, vma: Vma, vpn: Vpn, write: boolean): Path<number> {
  const pte = vma.mm.pte(vpn);
  if (isSwap(pte)) return do_swap_page(k, c, vma, vpn, pte, write);
  if (isMigration(pte)) return migration_entry_wait(k, c, vma, vpn, pte, write);
  const table = vma.mm.table(vpn);
  if (!isPresent(pte) || !write || (pte & PTE.write) !== 0 || table === null) return ready(1);
  return do_wp_page(k, c, vma, vpn, pte, table);
}

// Taking pages out of an address space: zap_page_range and free_pgtables (Linux 2.6.33 mm/memory.c).

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import type { Kernel } from './kernel.ts';
import { releaseFromLru } from './lru-cache.ts';
import { type Pfn, PG } from './page.ts';
import { free_pages } from './page-alloc.ts';
import { isMigration, isPresent, PTES_PER_TABLE, type PteTable, ptePfn, pteSlot, type Vpn } from './pte.ts';
import { noteLeft, page_remove_rmap } from './rmap-count.ts';
import { delete_from_swap_cache } from './swap.ts';
import type { Mm, Vma } from './vma.ts';
import { pagesChanged } from './walk-index.ts';

const S = symbols('unmap_vmas', 'zap_pte_range', 'free_pgtables', 'free_pages_and_swap_cache');

/** Clears every entry of [start, end), where `vmas` are, and frees what nobody else uses. */
export function* unmap_vmas(k: Kernel, from: Call, mm: Mm, vmas: readonly Vma[], start: Vpn, end: Vpn): Path {
  const c = from.enter(S.unmap_vmas);
  const freed: Pfn[] = [];
  let cleared = 0;
  for (const table of mm.tables) {
    for (let vpn = table.nextUsed(start, end); vpn < end; vpn = table.nextUsed(vpn + 1, end)) {
      const pte = table.get(vpn);
      table.set(vpn, 0);
      cleared++;
      zap(k, mm, pte, freed);
    }
  }
  for (const vma of vmas) pagesChanged(vma, start, end);
  c.spendIn(S.zap_pte_range, cleared * k.costs.zapPte);
  if (freed.length === 0) return;
  const release = c.enter(S.free_pages_and_swap_cache);
  yield* releaseFromLru(k, release, freed.length);
  yield* free_pages(k, release, freed);
}

function zap(k: Kernel, mm: Mm, pte: number, freed: Pfn[]): void {
  if (isPresent(pte)) {
    const pfn = ptePfn(pte);
    mm.rss--;
    if (page_remove_rmap(k, pfn)) collect(k, pfn, freed);
    else noteLeft(k, pfn, mm);
    return;
  }
  if (isMigration(pte)) {
    // The page is in the hands of whoever moves it.
    mm.rss--;
    return;
  }
  const slot = pteSlot(pte);
  if (!k.swap.release(slot)) return;
  const cached = k.swap.cached(slot);
  if (cached !== 0) collect(k, cached, freed);
}

/**
 * The page has just lost an entry. When it was the last, takes the page out of all caches and lists, to be freed by the
 * caller, unless somebody else works on it: a reclaimer will then free it.
 */
export function collect(k: Kernel, pfn: Pfn, freed: Pfn[]): void {
  const { frames } = k;
  if (frames.mapcount(pfn) !== 0 || frames.has(pfn, PG.isolated | PG.locked | PG.writeback)) return;
  if (frames.has(pfn, PG.swapcache)) {
    if (k.swap.refs(frames.slot[pfn] as number) !== 0) return;
    delete_from_swap_cache(k, pfn);
  }
  k.zone.lru.remove(pfn);
  frames.set(pfn, PG.released);
  freed.push(pfn);
}

/** Unlinks VMAs whose pages are gone from the reverse map. */
export function* free_pgtables(k: Kernel, from: Call, vmas: readonly Vma[]): Path {
  const c = from.enter(S.free_pgtables);
  for (const vma of vmas) {
    if (vma.links === null) continue;
    const rmap = yield* k.rmap.enter(c);
    yield* rmap.unlink_anon_vmas(c, vma);
    k.rmap.leave(c);
  }
}

/** Gives back page table pages whose range no VMA covers any more. */
export function* free_pte_range(k: Kernel, from: Call, mm: Mm): Path {
  const pages: Pfn[] = [];
  for (let i = mm.tables.length - 1; i >= 0; i--) {
    const table = mm.tables[i] as PteTable;
    if (isCovered(mm, table)) continue;
    mm.dropTables(i, 1);
    table.release();
    pages.push(table.pfn);
  }
  if (pages.length === 0) return;
  k.stat.pageTables -= pages.length;
  for (const pfn of pages) k.frames.clear(pfn, PG.kernel);
  yield* free_pages(k, from, pages);
}

function isCovered(mm: Mm, table: PteTable): boolean {
  const first = table.region * PTES_PER_TABLE;
  for (let vma = mm.mmap; vma !== null; vma = vma.next)
    if (vma.start < first + PTES_PER_TABLE && vma.end > first) return true;
  return false;
}

// The walk over all VMAs behind an anonymous page, used by every rmap variant (Linux 2.6.33/34 mm/rmap.c).
//
// * The list is walked VMA by VMA while its lock is held; the walk stops when every entry that maps the page was seen.
// * The number of VMAs visited and of page tables examined is real; their cost is charged in one go.
// * A page's lock order: page lock > anon_vma->lock > pte lock.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { spin_lock, spin_unlock } from '../locking/spinlock.ts';
import type { AnonVma } from '../mm/anon-vma.ts';
import type { Kernel } from '../mm/kernel.ts';
import { type Pfn, PG } from '../mm/page.ts';
import { isPresent, PTE, ptePfn, swapPte, type Vpn } from '../mm/pte.ts';
import type { WalkResult } from '../mm/reverse-map.ts';
import { page_remove_rmap } from '../mm/rmap-count.ts';
import { flush_tlb_page } from '../mm/tlb.ts';
import type { Mm, Vma } from '../mm/vma.ts';
import { entryChanged, isExamined, WalkIndex } from '../mm/walk-index.ts';

const S = symbols(
  'page_referenced',
  'page_referenced_one',
  'page_check_address',
  'page_lock_anon_vma',
  'page_unlock_anon_vma',
  'try_to_unmap',
  'try_to_unmap_anon',
  'try_to_unmap_one',
  '_raw_spin_lock',
);

const NOTHING: WalkResult = { hits: 0, stillMapped: false };

/** Address spaces whose translations must be flushed. */
interface Pass {
  hits: number;
  visited: number;
  examined: number;
  locked: number;
  readonly flush: Mm[];
}

/** Deals with one entry that maps the page; returns whether the walk must end here. */
type Visit = (vma: Vma, vpn: Vpn, pte: number, pass: Pass) => boolean;

/** page_lock_anon_vma: the locked anon_vma of a mapped page, or null. */
function* page_lock_anon_vma(k: Kernel, from: Call, pfn: Pfn): Path<AnonVma | null> {
  if (k.frames.mapcount[pfn] === 0) return null;
  const anon_vma = k.anonVmas.get(k.frames.mapping[pfn] as number);
  if (anon_vma === null) return null;
  yield spin_lock(from.enter(S.page_lock_anon_vma), anon_vma.lock);
  return anon_vma;
}

/** Visits the VMAs on the list until `mapcount` entries were found. Needs the anon_vma's lock. */
const walkList = (k: Kernel, anon_vma: AnonVma, pfn: Pfn, visit: Visit): Pass =>
  leap(k, anon_vma, pfn, visit) ?? goThrough(k, anon_vma, pfn, visit);

/** Entries of a page that are looked for where they are likely to be. */
const FEW = 4;

/** The walk for a page with few entries in a long list: what lies between them is counted, not visited. */
function leap(k: Kernel, anon_vma: AnonVma, pfn: Pfn, visit: Visit): Pass | null {
  if (anon_vma.length < k.longList || (k.frames.mapcount[pfn] as number) > FEW) return null;
  const mappers = mappersOf(k, anon_vma, pfn);
  if (mappers === null) return null;
  const index = k.frames.index[pfn] as number;
  const walkIndex = anon_vma.walkIndex ?? new WalkIndex(anon_vma);
  anon_vma.walkIndex = walkIndex;
  // Counted before an entry changes.
  const counts = mappers.map((vma) => walkIndex.count(index, anon_vma.linkOf(vma).place));
  const pass: Pass = { hits: 0, visited: 0, examined: 0, locked: 0, flush: [] };
  for (const [nth, vma] of mappers.entries()) {
    Object.assign(pass, counts[nth]);
    const vpn = vma.start + index - vma.pgoff;
    if (visit(vma, vpn, vma.pte(vpn), pass)) break;
  }
  return pass;
}

/** The VMAs on the list that have an entry for the page, in order; null unless they are all where they are likely to be. */
function mappersOf(k: Kernel, anon_vma: AnonVma, pfn: Pfn): Vma[] | null {
  const first = k.mms.get(k.frames.mapper[pfn] as number);
  if (first === undefined) return null;
  const found: Vma[] = [];
  for (const mm of withCopies(first)) {
    const vma = entryIn(mm, anon_vma, k.frames.index[pfn] as number, pfn);
    if (vma !== null) found.push(vma);
  }
  if (found.length !== k.frames.mapcount[pfn]) return null;
  return found.sort((a, b) => anon_vma.linkOf(a).place - anon_vma.linkOf(b).place);
}

/** An address space and, unless they are many, those forked from it and from these. */
function withCopies(mm: Mm): Mm[] {
  if (mm.copies.size > FEW) return [mm];
  return [mm, ...[...mm.copies].flatMap(withCopies)];
}

/** The VMA of the address space that is on the list and has an entry for the page. */
function entryIn(mm: Mm, anon_vma: AnonVma, index: Vpn, pfn: Pfn): Vma | null {
  for (let vma = mm.mmap; vma !== null; vma = vma.next) {
    if (!isExamined(vma, index)) continue;
    const pte = vma.pte(vma.start + index - vma.pgoff);
    if (isPresent(pte) && ptePfn(pte) === pfn && anon_vma.has(vma)) return vma;
  }
  return null;
}

function goThrough(k: Kernel, anon_vma: AnonVma, pfn: Pfn, visit: Visit): Pass {
  const pass: Pass = { hits: 0, visited: 0, examined: 0, locked: 0, flush: [] };
  const index = k.frames.index[pfn] as number;
  let left = k.frames.mapcount[pfn] as number;
  const { places } = anon_vma;
  for (let place = 0; left > 0 && place < places.length; place++) {
    const vma = places[place] as Vma | null;
    if (vma === null) continue;
    pass.visited++;
    if (!isExamined(vma, index)) continue;
    pass.examined++;
    const vpn = vma.start + index - vma.pgoff;
    const pte = vma.pte(vpn);
    if (!isPresent(pte)) continue;
    pass.locked++;
    if (ptePfn(pte) !== pfn) continue;
    k.frames.mapper[pfn] = vma.mm.id;
    left--;
    if (visit(vma, vpn, pte, pass)) break;
  }
  return pass;
}

/** Charges a walk: the VMAs to `one`, the page tables to page_check_address, the pte locks to the spin symbol below it. */
function chargeWalk(k: Kernel, c: Call, one: number, anon_vma: AnonVma, pass: Pass): void {
  const inner = c.enter(one);
  inner.spend(pass.visited * k.costs.listStep);
  const check = inner.enter(S.page_check_address);
  check.spend(pass.examined * k.costs.pageCheckAddress);
  check.spendIn(S._raw_spin_lock, pass.locked * k.costs.pteLock);
  k.stat.walks++;
  k.stat.listLengths += anon_vma.length;
  k.stat.visited += pass.visited;
  k.stat.examined += pass.examined;
}

export function* page_referenced(k: Kernel, from: Call, pfn: Pfn): Path<WalkResult> {
  const c = from.enter(S.page_referenced);
  const anon_vma = yield* page_lock_anon_vma(k, c, pfn);
  if (anon_vma === null) return NOTHING;
  const pass = walkList(k, anon_vma, pfn, page_referenced_one);
  chargeWalk(k, c, S.page_referenced_one, anon_vma, pass);
  for (const mm of pass.flush) yield* flush_tlb_page(k, c, mm, 'page_referenced');
  yield spin_unlock(c.enter(S.page_unlock_anon_vma), anon_vma.lock);
  return { hits: pass.hits, stillMapped: true };
}

function page_referenced_one(vma: Vma, vpn: Vpn, pte: number, pass: Pass): boolean {
  if ((pte & PTE.young) === 0) return false;
  vma.mm.table(vpn)?.set(vpn, pte & ~PTE.young);
  pass.hits++;
  pass.flush.push(vma.mm);
  return false;
}

/** The page is locked and in the swap cache. Fails, and stops, at an entry that was used again meanwhile. */
export function* try_to_unmap(k: Kernel, from: Call, pfn: Pfn): Path<WalkResult> {
  const c = from.enter(S.try_to_unmap).enter(S.try_to_unmap_anon);
  const anon_vma = yield* page_lock_anon_vma(k, c, pfn);
  if (anon_vma === null) return { hits: 0, stillMapped: k.frames.mapcount[pfn] !== 0 };
  const pass = walkList(k, anon_vma, pfn, (vma, vpn, pte, seen) => try_to_unmap_one(k, pfn, vma, vpn, pte, seen));
  chargeWalk(k, c, S.try_to_unmap_one, anon_vma, pass);
  for (const mm of pass.flush) yield* flush_tlb_page(k, c, mm, 'try_to_unmap');
  yield spin_unlock(c.enter(S.page_unlock_anon_vma), anon_vma.lock);
  return { hits: pass.hits, stillMapped: k.frames.mapcount[pfn] !== 0 };
}

function try_to_unmap_one(k: Kernel, pfn: Pfn, vma: Vma, vpn: Vpn, pte: number, pass: Pass): boolean {
  pass.flush.push(vma.mm);
  const table = vma.mm.table(vpn);
  if ((pte & PTE.young) !== 0) {
    table?.set(vpn, pte & ~PTE.young);
    return true;
  }
  const slot = k.frames.slot[pfn] as number;
  if ((pte & PTE.dirty) !== 0) k.frames.set(pfn, PG.dirty);
  table?.set(vpn, swapPte(slot));
  entryChanged(vma, vpn, false);
  k.swap.duplicate(slot);
  vma.mm.rss--;
  page_remove_rmap(k, pfn);
  pass.hits++;
  return false;
}

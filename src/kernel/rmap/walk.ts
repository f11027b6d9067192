// The walk over all VMAs behind an anonymous page, used by every rmap variant (Linux 2.6.33/34 mm/rmap.c).
//
// * The list is walked VMA by VMA while its lock is held; the walk stops when every entry that maps the page was seen.
// * The number of VMAs visited and of page tables examined is real; their cost is charged in one go.
// * A page's lock order: page lock > anon_vma->lock > pte lock.

import { type Sym, symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import { type Path, READY, ready } from '../../machine/path.ts';
import type { AnonVma } from '../mm/anon-vma.ts';
import { isLocked, lock_anon_vma, unlock_anon_vma } from '../mm/anon-vma-lock.ts';
import type { Kernel } from '../mm/kernel.ts';
import { type Pfn, PG } from '../mm/page.ts';
import { isPresent, PTE, ptePfn, swapPte, type Vpn } from '../mm/pte.ts';
import type { WalkResult } from '../mm/reverse-map.ts';
import { noteMapper, page_remove_rmap } from '../mm/rmap-count.ts';
import { flush_tlb_page } from '../mm/tlb.ts';
import type { Mm, Vma } from '../mm/vma.ts';
import { entryChanged, isExamined } from '../mm/walk-index.ts';
import { leap } from './leap.ts';
import { countWalk, mustFlush, newPass, type Pass, resetPass, type Visit } from './pass.ts';
import { type Search, stroll } from './stroll.ts';

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

/** The anon_vma of a mapped page, or null. */
export const anonVmaOf = (k: Kernel, pfn: Pfn): AnonVma | null =>
  k.frames.mapcount(pfn) === 0 ? null : k.anonVmas.get(k.frames.mapping[pfn] as number);

export const page_lock_anon_vma = (k: Kernel, from: Call, anon_vma: AnonVma): Path =>
  lock_anon_vma(k, from.enter(S.page_lock_anon_vma), anon_vma, 'walk');

export const page_unlock_anon_vma = (k: Kernel, from: Call, anon_vma: AnonVma): Path =>
  unlock_anon_vma(k, from.enter(S.page_unlock_anon_vma), anon_vma, 'walk');

/** Visits the VMAs on the list until `mapcount` entries were found. Needs the anon_vma's lock. */
function goThrough(k: Kernel, anon_vma: AnonVma, pfn: Pfn, visit: Visit, pass: Pass): void {
  const index = k.frames.index[pfn] as number;
  let left = k.frames.mapcount(pfn);
  for (let place = 0, { end } = anon_vma; left > 0 && place < end; place++) {
    const vma = anon_vma.at(place);
    if (vma === null) continue;
    pass.visited++;
    if (!isExamined(vma, index)) continue;
    pass.examined++;
    const vpn = vma.start + index - vma.pgoff;
    const pte = vma.mm.pte(vpn);
    if (!isPresent(pte)) continue;
    pass.locked++;
    if (ptePfn(pte) !== pfn) continue;
    noteMapper(k, pfn, anon_vma, vma);
    left--;
    if (visit(k, pfn, vma, vpn, pte, pass)) break;
  }
}

/** What a walk at once has found; nobody needs it any longer when the next one begins. */
const atOnce = newPass();

/** The walk of whoever holds the lock: nobody changes the list until it is through. */
function walkAtOnce(k: Kernel, c: Call, one: Sym, anon_vma: AnonVma, pfn: Pfn, visit: Visit): Pass {
  resetPass(atOnce);
  if (!leap(k, anon_vma, pfn, visit, atOnce)) goThrough(k, anon_vma, pfn, visit, atOnce);
  chargeWalk(k, c, one, anon_vma, atOnce);
  return atOnce;
}

/** For the entries that map the page, as many as there are. */
function visiting(k: Kernel, pfn: Pfn, visit: Visit): Search {
  let left = k.frames.mapcount(pfn);
  return {
    index: k.frames.index[pfn] as number,
    isThrough: () => left === 0,
    isLocked: isPresent,
    look: (vma, vpn, pte, pass) => {
      if (!isPresent(pte) || ptePfn(pte) !== pfn) return false;
      left--;
      return visit(k, pfn, vma, vpn, pte, pass);
    },
  };
}

/** Charges a walk: the VMAs to `one`, the page tables to page_check_address, the pte locks to the spin symbol below it. */
function chargeWalk(k: Kernel, c: Call, one: Sym, anon_vma: AnonVma, pass: Pass): void {
  const inner = c.enter(one);
  inner.spend(pass.visited * k.costs.listStep);
  const check = inner.enter(S.page_check_address);
  check.spend(pass.examined * k.costs.pageCheckAddress);
  check.spendIn(S._raw_spin_lock, pass.locked * k.costs.pteLock);
  countWalk(k, anon_vma, pass);
}

/** Who walks, and what it does with an entry. */
interface Walker {
  readonly one: Sym;
  readonly visit: Visit;
  /** For the ledger of interrupts. */
  readonly reason: string;
}

const REFERENCED: Walker = { one: S.page_referenced_one, visit: page_referenced_one, reason: 'page_referenced' };
const UNMAP: Walker = { one: S.try_to_unmap_one, visit: try_to_unmap_one, reason: 'try_to_unmap' };

export const page_referenced = (k: Kernel, from: Call, pfn: Pfn): Path<WalkResult> =>
  walk(k, from.enter(S.page_referenced), pfn, REFERENCED);

/** The page is locked and in the swap cache. Fails, and stops, at an entry that was used again meanwhile. */
export const try_to_unmap = (k: Kernel, from: Call, pfn: Pfn): Path<WalkResult> =>
  walk(k, from.enter(S.try_to_unmap).enter(S.try_to_unmap_anon), pfn, UNMAP);

/** Most walks get the lock, flush translations and give the lock back without waiting. */
function walk(k: Kernel, c: Call, pfn: Pfn, walker: Walker): Path<WalkResult> {
  const anon_vma = anonVmaOf(k, pfn);
  if (anon_vma === null) return found(k, pfn, 0);
  const locking = page_lock_anon_vma(k, c, anon_vma);
  if (locking !== READY || !isLocked(k, 'walk')) return lockAndWalk(k, c, pfn, walker, anon_vma, locking);
  const { hits, flush } = walkAtOnce(k, c, walker.one, anon_vma, pfn, walker.visit);
  for (let nth = 0; nth < flush.length; nth++) {
    const flushing = flush_tlb_page(k, c, flush[nth] as Mm, walker.reason);
    if (flushing === READY) continue;
    return flushOn(k, c, pfn, walker, anon_vma, { hits, flush: flush.slice(nth + 1) }, flushing);
  }
  const unlocking = page_unlock_anon_vma(k, c, anon_vma);
  return unlocking === READY ? found(k, pfn, hits) : waitForUnlock(k, pfn, hits, unlocking);
}

function* lockAndWalk(
  k: Kernel,
  c: Call,
  pfn: Pfn,
  walker: Walker,
  anon_vma: AnonVma,
  locking: Path,
): Path<WalkResult> {
  yield* locking;
  const { hits, flush } = isLocked(k, 'walk')
    ? walkAtOnce(k, c, walker.one, anon_vma, pfn, walker.visit)
    : yield* stroll(k, c.enter(walker.one), anon_vma, visiting(k, pfn, walker.visit));
  return yield* flushOn(k, c, pfn, walker, anon_vma, { hits, flush }, READY);
}

/** What is left to do when a walk is through and the translations in `flushing` have gone. */
function* flushOn(
  k: Kernel,
  c: Call,
  pfn: Pfn,
  { reason }: Walker,
  anon_vma: AnonVma,
  { hits, flush }: Pick<Pass, 'hits' | 'flush'>,
  flushing: Path,
): Path<WalkResult> {
  yield* flushing;
  for (const mm of flush) yield* flush_tlb_page(k, c, mm, reason);
  yield* page_unlock_anon_vma(k, c, anon_vma);
  return resultOf(k, pfn, hits);
}

function* waitForUnlock(k: Kernel, pfn: Pfn, hits: number, unlocking: Path): Path<WalkResult> {
  yield* unlocking;
  return resultOf(k, pfn, hits);
}

const resultOf = (k: Kernel, pfn: Pfn, hits: number): WalkResult => ({
  hits,
  stillMapped: k.frames.mapcount(pfn) !== 0,
});

/** Results of most walks, made once. */
const MAPPED = [0, 1, 2, 3].map((hits) => ready<WalkResult>({ hits, stillMapped: true }));
const UNMAPPED = [0, 1, 2, 3].map((hits) => ready<WalkResult>({ hits, stillMapped: false }));

const found = (k: Kernel, pfn: Pfn, hits: number): Path<WalkResult> =>
  (k.frames.mapcount(pfn) === 0 ? UNMAPPED : MAPPED)[hits] ?? ready(resultOf(k, pfn, hits));

function page_referenced_one(_k: Kernel, _pfn: Pfn, vma: Vma, vpn: Vpn, pte: number, pass: Pass): boolean {
  if ((pte & PTE.young) === 0) return false;
  vma.mm.table(vpn)?.set(vpn, pte & ~PTE.young);
  pass.hits++;
  mustFlush(pass, vma.mm);
  return false;
}

function try_to_unmap_one(k: Kernel, pfn: Pfn, vma: Vma, vpn: Vpn, pte: number, pass: Pass): boolean {
  mustFlush(pass, vma.mm);
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

// The walk over a long list for a page with few entries, as those that reclaim looks at mostly are.
//
// The simulated kernel cannot know where a page's entries are and visits every VMA. We look where they are likely to be,
// in the address space that mapped the page and in its relatives by fork; when all entries are there, what a walk counts on
// its way to each of them is asked from the list's index.

import type { AnonVma } from '../mm/anon-vma.ts';
import type { Kernel } from '../mm/kernel.ts';
import type { Pfn } from '../mm/page.ts';
import { isPresent, ptePfn, type Vpn } from '../mm/pte.ts';
import { FEW_COPIES, type Mm, type Vma } from '../mm/vma.ts';
import { isExamined, WalkIndex } from '../mm/walk-index.ts';
import type { Pass, Visit } from './pass.ts';

/** Entries of a page that are looked for where they are likely to be. */
const FEW = 4;
/** Generations that are climbed, and address spaces that are looked into. */
const MOST_GENERATIONS = 8;
const MOST_RELATIVES = 32;

/** The walk for a page with few entries in a long list: what lies between them is counted, not visited. False when it is another one. */
export function leap(k: Kernel, anon_vma: AnonVma, pfn: Pfn, visit: Visit, pass: Pass): boolean {
  if (anon_vma.length < k.longList || k.frames.mapcount(pfn) > FEW) return false;
  const mappers = mappersOf(k, anon_vma, pfn);
  if (mappers === null) return false;
  const index = k.frames.index[pfn] as number;
  const walkIndex = anon_vma.walkIndex ?? new WalkIndex(anon_vma);
  anon_vma.walkIndex = walkIndex;
  // Counted before an entry changes.
  const counts = mappers.map((vma) => walkIndex.count(index, anon_vma.linkOf(vma).place));
  for (const [nth, vma] of mappers.entries()) {
    Object.assign(pass, counts[nth]);
    const vpn = vma.start + index - vma.pgoff;
    if (visit(k, pfn, vma, vpn, vma.mm.pte(vpn), pass)) break;
  }
  return true;
}

/** The VMAs on the list that have an entry for the page, in order; null unless they are all where they are likely to be. */
function mappersOf(k: Kernel, anon_vma: AnonVma, pfn: Pfn): Vma[] | null {
  const mapper = k.mms.get(k.frames.mapper[pfn] as number);
  if (mapper === undefined) return null;
  const [index, mapcount] = [k.frames.index[pfn] as number, k.frames.mapcount(pfn)];
  const found: Vma[] = [];
  const relatives = [eldest(mapper)];
  for (let nth = 0; found.length < mapcount && nth < Math.min(relatives.length, MOST_RELATIVES); nth++) {
    const mm = relatives[nth] as Mm;
    const vma = entryIn(mm, anon_vma, index, pfn);
    if (vma !== null) found.push(vma);
    if (mm.copies.size > 0 && mm.copies.size <= FEW_COPIES) relatives.push(...mm.copies);
  }
  if (found.length < mapcount) return null;
  return found.sort((a, b) => anon_vma.linkOf(a).place - anon_vma.linkOf(b).place);
}

/** What the address space is a copy of, and so on, as long as they have few copies. */
function eldest(mm: Mm): Mm {
  let at = mm;
  for (let up = 0; up < MOST_GENERATIONS; up++) {
    const { original } = at;
    if (original === null || original.copies.size > FEW_COPIES) break;
    at = original;
  }
  return at;
}

/** The VMA of the address space that is on the list and has an entry for the page. */
function entryIn(mm: Mm, anon_vma: AnonVma, index: Vpn, pfn: Pfn): Vma | null {
  for (let vma = mm.mmap; vma !== null; vma = vma.next) {
    if (!isExamined(vma, index)) continue;
    const pte = vma.mm.pte(vma.start + index - vma.pgoff);
    if (isPresent(pte) && ptePfn(pte) === pfn && anon_vma.has(vma)) return vma;
  }
  return null;
}

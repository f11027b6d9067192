// The reverse map: from an anonymous page to every page table entry that maps it. The contract that the rest of the
// memory management calls; src/kernel/rmap has the variants.
//
// * Paths that allocate return false for -ENOMEM and have then changed nothing.
// * All may sleep: never call them with a spinlock held.

import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import type { AnonVma } from './anon-vma.ts';
import type { Pfn } from './page.ts';
import type { Vma } from './vma.ts';

/** What one walk over the VMAs behind a page did. */
export interface WalkResult {
  /** Entries whose young bit was set (page_referenced), or entries that were unmapped (try_to_unmap). */
  readonly hits: number;
  readonly stillMapped: boolean;
}

export interface ReverseMap {
  readonly id: string;
  /** A write to a page with one mapper moves it to that mapper's own anon_vma (c44b674323f4). */
  readonly movesOwned: boolean;
  /** A link is an object of a slab, not part of the VMA. */
  readonly allocatesLinks: boolean;
  /** Heap growth takes the lock of the VMA's anon_vma. */
  readonly locksGrowth: boolean;
  /** Before the first anonymous page of a VMA: gives it an anon_vma. Needs mmap_sem. */
  anon_vma_prepare(c: Call, vma: Vma): Path<boolean>;
  /** fork: links the child's copy of `parent`. Needs the parent's mmap_sem for writing. */
  anon_vma_fork(c: Call, vma: Vma, parent: Vma): Path<boolean>;
  /** split: links `vma`, a new part of `from`, to the same anon_vmas. Needs mmap_sem for writing. */
  anon_vma_clone(c: Call, vma: Vma, from: Vma): Path<boolean>;
  /** The VMA goes away: unlinks it and frees what nobody uses any more. Its pages are unmapped already. */
  unlink_anon_vmas(c: Call, vma: Vma): Path;
  /** vma_adjust moves a boundary of a VMA that has an anon_vma; `startMoves` is false for heap growth. */
  adjust_boundary(c: Call, vma: Vma, startMoves: boolean, move: () => void): Path;
  /** True when two neighbours may become one VMA as far as the reverse map is concerned. */
  canMerge(vma: Vma, next: Vma): boolean;
  /** Clears the young bit of every entry that maps the page. */
  page_referenced(c: Call, pfn: Pfn): Path<WalkResult>;
  /** Replaces every entry that maps the page by its swap slot. The page is locked and in the swap cache. */
  try_to_unmap(c: Call, pfn: Pfn): Path<WalkResult>;
  /** The anon_vma for a page that is swapped in and may be mapped by others too. */
  oldest(vma: Vma): AnonVma | null;
}

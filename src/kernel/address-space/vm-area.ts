// vm_area_struct of an address space with very many of them: on a list and in a tree, with the cache line that walks read.

import { RbNode } from '../../base/rb-tree.ts';

/** A page of the address space, by number. */
export type Vpn = number;

export const PROT = { none: 0, read: 1, write: 2, exec: 4 } as const;

/** Under mmap_sem, as everything of its mm. */
export class VmArea extends RbNode {
  start: Vpn;
  /** The page behind the last. */
  end: Vpn;
  prot: number;
  next: VmArea | null = null;
  previous: VmArea | null = null;
  /** rb_subtree_gap: the largest gap before any VMA of its subtree, in pages. The gap tree's only. */
  subtreeGap = 0;
  /** The line with vm_start, vm_end, vm_next and the tree's pointers. */
  readonly line: number;

  constructor(range: { readonly start: Vpn; readonly end: Vpn }, prot: number, line: number) {
    super();
    this.start = range.start;
    this.end = range.end;
    this.prot = prot;
    this.line = line;
  }
}

/** Free pages before a VMA. */
export const gapBefore = ({ start, previous }: VmArea): number => start - (previous === null ? 0 : previous.end);

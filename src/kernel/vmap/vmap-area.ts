// vmap_area: a range of the kernel's address space that is taken. Serves as vm_struct, too.

import { RbNode } from '../../base/rb-tree.ts';
import { CacheLine } from '../../machine/cache-line.ts';

/** A page of the kernel's address space, by number. */
export type Vpn = number;

export class VmapArea extends RbNode {
  readonly start: Vpn;
  /** The page behind the last, guard page included. */
  readonly end: Vpn;
  /** Unmapped by its owner (VM_LAZY_FREE among others): translations may be in any TLB until it leaves the index. */
  unmapped = false;
  /** vmap()'s own and not undone yet: on vmlist too, where the kernel keeps that beside a tree. */
  hasVmStruct = false;
  /** The next on vmlist, by address; under vmlist_lock. */
  next: VmapArea | null = null;
  /** The line that a walk reads and a neighbour's change writes. */
  readonly line = new CacheLine();

  constructor(start: Vpn, pages: number) {
    super();
    this.start = start;
    this.end = start + pages;
  }

  get pages(): number {
    return this.end - this.start;
  }
}

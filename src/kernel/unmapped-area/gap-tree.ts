// `gap-tree`: every VMA in the tree knows the largest gap of its subtree (3.8, d37371870ceb). The lowest gap that fits is found by
// descent; linking, unlinking and resizing carry gaps up the tree.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { AddressSpaces } from '../address-space/address-spaces.ts';
import type { UnmappedArea } from '../address-space/api.ts';
import { type MmStruct, TASK_SIZE, TASK_UNMAPPED_BASE } from '../address-space/mm-struct.ts';
import type { VmArea, Vpn } from '../address-space/vm-area.ts';

const S = symbols('unmapped_area');

export class GapTree implements UnmappedArea {
  readonly id = 'gap-tree';
  readonly augments = true;
  private readonly as: AddressSpaces;

  constructor(as: AddressSpaces) {
    this.as = as;
  }

  arch_get_unmapped_area(from: Call, mm: MmStruct, pages: number): Vpn | null {
    const c = from.enter(S.unmapped_area);
    const gap = this.lowestGap(c, mm, pages);
    const start = Math.max(TASK_UNMAPPED_BASE, gap ?? mm.last?.end ?? 0);
    return start + pages <= TASK_SIZE ? start : null;
  }

  /** Where the lowest gap before a VMA begins whose part above the base is large enough. */
  private lowestGap(c: Call, mm: MmStruct, pages: number): Vpn | null {
    const { root } = mm;
    if (root === null || root.subtreeGap < pages) return null;
    let at: VmArea | null = this.leftmost(c, root, pages);
    while (at !== null) {
      const hole = this.holeBefore(c, at, pages);
      if (hole !== null) return hole;
      const right: VmArea | null = at.right;
      at = right !== null && this.mayHold(c, right, pages) ? this.leftmost(c, right, pages) : upFromRight(at);
    }
    return null;
  }

  /** Down to the left as long as there is a gap of use. */
  private leftmost(c: Call, from: VmArea, pages: number): VmArea {
    let at = from;
    for (;;) {
      this.visit(c, at);
      const { left } = at;
      if (left === null || at.start < lowestEnd(pages) || !this.mayHold(c, left, pages)) return at;
      at = left;
    }
  }

  private visit(c: Call, vma: VmArea): void {
    this.as.stat.visited++;
    c.spend(this.as.step(c.cpu.id, vma));
  }

  /** Reads the child's line for what it knows. */
  private mayHold(c: Call, child: VmArea, pages: number): boolean {
    c.spend(this.as.read(c.cpu.id, child));
    return child.subtreeGap >= pages;
  }

  /** Where the gap before `vma` begins, if it is of use; reads the VMA before. */
  private holeBefore(c: Call, vma: VmArea, pages: number): Vpn | null {
    const { previous } = vma;
    if (previous !== null) c.spend(this.as.read(c.cpu.id, previous));
    const start = previous === null ? 0 : previous.end;
    return vma.start >= lowestEnd(pages) && vma.start - start >= pages ? start : null;
  }

  arch_unmap_area(): void {}
}

/** A gap must end here or above to be of use. */
const lowestEnd = (pages: number): Vpn => TASK_UNMAPPED_BASE + pages;

/** The nearest ancestor that `vma` lies to the left of. */
function upFromRight(vma: VmArea): VmArea | null {
  let at = vma;
  while (at.parent !== null && at.parent.right === at) at = at.parent;
  return at.parent;
}

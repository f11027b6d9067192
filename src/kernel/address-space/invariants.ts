// The invariants of address spaces, in every variant, whenever nobody holds mmap_sem.
//
// * VMAs lie in order, apart, and neighbours of one protection are one.
// * List and tree hold the same VMAs, map_count counts them.
// * With the gap tree, every node knows the largest gap of its subtree.

import { nextNode } from '../../base/rb-tree.ts';
import { equal, holds } from '../mm/invariants/equal.ts';
import type { AddressSpaces } from './address-spaces.ts';
import { type MmStruct, TASK_SIZE } from './mm-struct.ts';
import { gapBefore, type VmArea } from './vm-area.ts';

export function checkAddressSpaces(as: AddressSpaces): void {
  for (const mm of as.mms) {
    if (mm.mmap_sem.isLocked) continue;
    checkOrder(mm);
    if (as.area.variant.augments) checkGaps(mm.root);
  }
}

function checkOrder(mm: MmStruct): void {
  let inTree = mm.firstInTree;
  let count = 0;
  let before: VmArea | null = null;
  for (let vma = mm.mmap; vma !== null; vma = vma.next) {
    const where = { start: vma.start, end: vma.end };
    holds(vma === inTree, 'list and tree hold the same VMAs', where);
    holds(vma.start < vma.end && vma.previous === before, 'a VMA has pages and knows the one before', where);
    holds(before === null || before.end <= vma.start, 'VMAs are in order and apart', where);
    holds(
      before === null || before.end < vma.start || before.prot !== vma.prot,
      'neighbours of one protection are one VMA',
      where,
    );
    inTree = nextNode(inTree as VmArea);
    before = vma;
    count++;
  }
  holds(inTree === null && mm.last === before, 'list and tree end together', {});
  equal(mm.map_count, count, 'map_count = VMAs');
  holds(before === null || before.end <= TASK_SIZE, 'VMAs lie below TASK_SIZE', {});
}

/** The largest gap of the subtree. */
function checkGaps(vma: VmArea | null): number {
  if (vma === null) return 0;
  const gap = Math.max(gapBefore(vma), checkGaps(vma.left), checkGaps(vma.right));
  equal(vma.subtreeGap, gap, 'rb_subtree_gap = largest gap of the subtree', { start: vma.start });
  return gap;
}

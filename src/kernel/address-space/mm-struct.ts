// mm_struct with a list and a tree of VMAs (Linux 2.5.45 to 3.8), for address spaces with tens of thousands of them.
//
// mmap_sem protects everything here. What a function reads and writes of VMAs goes through the second-level cache of its CPU.

import { RbTree } from '../../base/rb-tree.ts';
import type { Ns } from '../../base/time.ts';
import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { RwSem } from '../locking/rwsem.ts';
import type { AddressSpaces } from './address-spaces.ts';
import { gapBefore, VmArea, type Vpn } from './vm-area.ts';

const S = symbols('find_vma', 'find_vma_prepare', 'vma_gap_callbacks_propagate');

/** TASK_UNMAPPED_BASE and TASK_SIZE of i386: 1 GB and 3 GB. */
export const TASK_UNMAPPED_BASE: Vpn = 2 ** 18;
export const TASK_SIZE: Vpn = 3 * 2 ** 18;

const startOf = ({ start }: VmArea): Vpn => start;

export class MmStruct {
  readonly mmap_sem: RwSem;
  /** Lowest address first. */
  mmap: VmArea | null = null;
  last: VmArea | null = null;
  map_count = 0;
  /** find_vma's last answer. */
  mmap_cache: VmArea | null = null;
  /** What they mean is up to the variant of unmapped-area. */
  free_area_cache: Vpn = TASK_UNMAPPED_BASE;
  cached_hole_size = 0;
  private tree: RbTree<VmArea>;
  private readonly spaces: AddressSpaces;
  /** Lines of the gap callbacks since somebody charged them. */
  private gapNs: Ns = 0;
  private cpu = 0;

  constructor(spaces: AddressSpaces, mmap_sem: RwSem, augments: boolean) {
    this.spaces = spaces;
    this.mmap_sem = mmap_sem;
    this.tree = this.newTree(augments);
  }

  get root(): VmArea | null {
    return this.tree.root;
  }

  /** The first in the tree: the same as the first on the list, if all is well. */
  get firstInTree(): VmArea | null {
    return this.tree.first;
  }

  /** For a flip: the same VMAs in a tree with or without gaps. */
  rebuildTree(augments: boolean): void {
    this.tree = this.newTree(augments);
    for (let vma = this.mmap; vma !== null; vma = vma.next) this.tree.insertBy(vma, startOf);
    this.gapNs = 0;
  }

  private newTree(augments: boolean): RbTree<VmArea> {
    return new RbTree<VmArea>(augments ? (vma) => this.updateGap(vma) : null);
  }

  /** vma_compute_subtree_gap: reads the VMA before and both children. */
  private updateGap(vma: VmArea): boolean {
    const { left, right, previous } = vma;
    let gap = gapBefore(vma);
    for (const child of [left, right]) if (child !== null && child.subtreeGap > gap) gap = child.subtreeGap;
    for (const read of [previous, left, right]) if (read !== null) this.gapNs += this.spaces.read(this.cpu, read);
    const changed = gap !== vma.subtreeGap;
    vma.subtreeGap = gap;
    this.gapNs += changed ? this.spaces.write(this.cpu, vma) : this.spaces.read(this.cpu, vma);
    return changed;
  }

  private chargeGaps(c: Call): void {
    if (this.gapNs > 0) c.spendIn(S.vma_gap_callbacks_propagate, this.gapNs);
    this.gapNs = 0;
  }

  /** The lowest VMA that ends behind `vpn`. */
  find_vma(from: Call, vpn: Vpn): VmArea | null {
    const c = from.enter(S.find_vma);
    const cached = this.mmap_cache;
    if (cached !== null) {
      c.spend(this.spaces.step(c.cpu.id, cached));
      if (cached.end > vpn && cached.start <= vpn) return cached;
    }
    let found: VmArea | null = null;
    let ns: Ns = 0;
    for (let at = this.tree.root; at !== null; ) {
      ns += this.spaces.step(c.cpu.id, at);
      if (at.end > vpn) {
        found = at;
        if (at.start <= vpn) break;
        at = at.left;
      } else at = at.right;
    }
    c.spend(ns);
    if (found !== null) this.mmap_cache = found;
    return found;
  }

  /** The last VMA that begins below `vpn`: where a new one is linked. */
  find_vma_prepare(from: Call, vpn: Vpn): VmArea | null {
    let previous: VmArea | null = null;
    let ns: Ns = 0;
    for (let at = this.tree.root; at !== null; ) {
      ns += this.spaces.step(from.cpu.id, at);
      if (at.start < vpn) {
        previous = at;
        at = at.right;
      } else at = at.left;
    }
    from.spendIn(S.find_vma_prepare, ns);
    return previous;
  }

  /** Links a VMA behind `previous`, or first. */
  link(c: Call, vma: VmArea, previous: VmArea | null): void {
    const next = previous === null ? this.mmap : previous.next;
    vma.previous = previous;
    vma.next = next;
    if (previous === null) this.mmap = vma;
    else previous.next = vma;
    if (next === null) this.last = vma;
    else next.previous = vma;
    this.map_count++;
    this.cpu = c.cpu.id;
    // The next one's gap first: rotations would carry it up only as far as they reach.
    this.tree.refresh(next);
    this.tree.insertBy(vma, startOf);
    c.spend(this.spaces.costs.linkVma + this.writeAll([vma, previous, next, vma.parent]));
    this.chargeGaps(c);
  }

  unlink(c: Call, vma: VmArea): void {
    const { previous, next, parent } = vma;
    this.cpu = c.cpu.id;
    this.tree.remove(vma);
    if (previous === null) this.mmap = next;
    else previous.next = next;
    if (next === null) this.last = previous;
    else next.previous = previous;
    vma.previous = null;
    vma.next = null;
    this.map_count--;
    if (this.mmap_cache === vma) this.mmap_cache = previous;
    this.tree.refresh(next);
    c.spend(this.spaces.costs.linkVma + this.writeAll([previous, next, parent]));
    this.chargeGaps(c);
  }

  /** vma_adjust without neighbours that go away: the boundaries move, the order stays. */
  resize(c: Call, vma: VmArea, start: Vpn, end: Vpn): void {
    vma.start = start;
    vma.end = end;
    this.cpu = c.cpu.id;
    this.tree.refresh(vma);
    this.tree.refresh(vma.next);
    c.spend(this.writeAll([vma]));
    this.chargeGaps(c);
  }

  private writeAll(vmas: readonly (VmArea | null)[]): Ns {
    return vmas.reduce((sum, vma) => (vma === null ? sum : sum + this.spaces.write(this.cpu, vma)), 0);
  }

  create(start: Vpn, end: Vpn, prot: number): VmArea {
    return new VmArea({ start, end }, prot, this.spaces.cache.allocate());
  }

  destroy({ line }: VmArea): void {
    this.spaces.cache.free(line);
  }
}

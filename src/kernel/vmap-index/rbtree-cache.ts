// `rbtree-cache`: the tree, and where the last search ended (2.6.39, 89699605fe7c). The next one begins there, unless a
// hole below may be large enough or less is asked of the address.

import { nextNode, previousNode } from '../../base/rb-tree.ts';
import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { VmapIndex } from '../vmap/api.ts';
import type { Vmap } from '../vmap/vmap.ts';
import type { VmapArea, Vpn } from '../vmap/vmap-area.ts';
import { TreeIndex } from './tree-index.ts';
import { alignUp } from './vm-list.ts';

const S = symbols('rb_next');

export class RbtreeCacheIndex extends TreeIndex implements VmapIndex {
  readonly id = 'rbtree-cache';
  // All under vmap_area_lock.
  /** free_vmap_cache: the area of the last allocation, or the one below what was freed since. */
  private cache: VmapArea | null = null;
  /** The largest hole that was seen below it and skipped. */
  private cachedHoleSize = 0;
  private cachedAlign = 1;

  constructor(vmap: Vmap, areas: readonly VmapArea[]) {
    super(vmap, areas, true);
  }

  protected findHole(c: Call, pages: number, align: number): Vpn | null {
    if (this.cache === null || pages < this.cachedHoleSize || align < this.cachedAlign) {
      this.cachedHoleSize = 0;
      this.cache = null;
    }
    this.cachedAlign = align;
    const found = this.walk(c, pages, align);
    if (found !== null || this.cache === null) return found;
    // Nothing above the cache: once more from the beginning.
    this.cachedHoleSize = 0;
    this.cache = null;
    return this.walk(c, pages, align);
  }

  private walk(c: Call, pages: number, align: number): Vpn | null {
    const { vmap, tree, cache } = this;
    let start = alignUp(cache === null ? vmap.start : cache.end + 1, align);
    let at = cache === null ? tree.firstEndingAfter(c, start) : nextNode(cache);
    for (; at !== null && start + pages > at.start; at = nextNode(at)) {
      vmap.stat.holeSteps++;
      tree.step(c.enter(S.rb_next), at);
      this.cachedHoleSize = Math.max(this.cachedHoleSize, at.start - start);
      start = alignUp(at.end + 1, align);
    }
    return start + pages <= vmap.end ? start : null;
  }

  protected linked(area: VmapArea): void {
    this.cache = area;
  }

  protected unlinking(_c: Call, area: VmapArea): void {
    if (this.cache !== null && area.start <= this.cache.start) this.cache = previousNode(area);
  }

  /** The whole list, live areas too. */
  purgeSteps(): number {
    return this.tree.length;
  }
}

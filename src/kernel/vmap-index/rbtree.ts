// `rbtree`: areas in a tree, holes by walking (2.6.28, db64fe02258f). What waits for a purge is walked over, too, so plain
// vmap() gets slower the more is lazily freed.

import { nextNode } from '../../base/rb-tree.ts';
import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { VmapIndex } from '../vmap/api.ts';
import type { Vmap } from '../vmap/vmap.ts';
import type { VmapArea, Vpn } from '../vmap/vmap-area.ts';
import { TreeIndex } from './tree-index.ts';
import { alignUp } from './vm-list.ts';

const S = symbols('rb_next');

export class RbtreeIndex extends TreeIndex implements VmapIndex {
  readonly id = 'rbtree';

  constructor(vmap: Vmap, areas: readonly VmapArea[]) {
    super(vmap, areas, true);
  }

  protected findHole(c: Call, pages: number, align: number): Vpn | null {
    const { vmap, tree } = this;
    let start = alignUp(vmap.start, align);
    for (let at = tree.firstEndingAfter(c, start); at !== null && start + pages > at.start; at = nextNode(at)) {
      vmap.stat.holeSteps++;
      tree.step(c.enter(S.rb_next), at);
      // A page stays free between neighbours.
      start = alignUp(at.end + 1, align);
    }
    return start + pages <= vmap.end ? start : null;
  }

  protected linked(): void {
    // Nothing besides the tree.
  }

  protected unlinking(): void {
    // Nothing besides the tree.
  }

  /** The whole list, live areas too. */
  purgeSteps(): number {
    return this.tree.length;
  }
}

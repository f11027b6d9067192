// `free-tree`: the holes themselves in a tree, each knowing the largest hole of its subtree (5.2, 68ad4a330433). The lowest
// hole that fits is found by one descent; freeing merges neighbours. vmlist is gone, and a purge has a list of its own.

import { nextNode, previousNode, RbNode, RbTree } from '../../base/rb-tree.ts';
import { symbols } from '../../engine/symbols.ts';
import { CacheLine } from '../../machine/cache-line.ts';
import type { Call } from '../../machine/call.ts';
import type { VmapIndex } from '../vmap/api.ts';
import type { Vmap } from '../vmap/vmap.ts';
import type { VmapArea, Vpn } from '../vmap/vmap-area.ts';
import { TreeIndex } from './tree-index.ts';
import { alignUp } from './vm-list.ts';

const S = symbols('find_vmap_lowest_match', 'merge_or_add_vmap_area');

class Hole extends RbNode {
  start: Vpn;
  end: Vpn;
  /** subtree_max_size */
  most = 0;
  readonly line = new CacheLine();

  constructor(start: Vpn, end: Vpn) {
    super();
    this.start = start;
    this.end = end;
  }
}

const sizeOf = (hole: Hole): number => hole.end - hole.start;
const mostOf = (hole: Hole | null): number => (hole === null ? 0 : hole.most);

function propagate(hole: Hole): boolean {
  const most = Math.max(sizeOf(hole), mostOf(hole.left), mostOf(hole.right));
  const changed = most !== hole.most;
  hole.most = most;
  return changed;
}

export class FreeTreeIndex extends TreeIndex implements VmapIndex {
  readonly id = 'free-tree';
  /** free_vmap_area_root, under vmap_area_lock. */
  private readonly holes = new RbTree<Hole>(propagate);
  /** The hole that the search under way has found. */
  private found: Hole | null = null;

  constructor(vmap: Vmap, areas: readonly VmapArea[]) {
    super(vmap, areas, false);
    let end = vmap.start;
    for (const area of areas) {
      if (area.start > end) this.add(new Hole(end, area.start));
      end = area.end;
    }
    if (end < vmap.end) this.add(new Hole(end, vmap.end));
  }

  protected findHole(from: Call, pages: number, align: number): Vpn | null {
    const c = from.enter(S.find_vmap_lowest_match);
    // What alignment may cost is asked for on top, so that the first hole that is large enough fits.
    const size = pages + align - 1;
    this.found = null;
    let at = this.holes.root;
    while (at !== null && at.most >= size) {
      this.step(c, at);
      if (mostOf(at.left) >= size) {
        at = at.left;
        continue;
      }
      if (sizeOf(at) >= size) {
        this.found = at;
        return alignUp(at.start, align);
      }
      at = at.right;
    }
    return null;
  }

  private step(c: Call, { line }: Hole): void {
    this.vmap.stat.holeSteps++;
    c.spend(this.vmap.costs.areaStep + line.read(this.vmap.k.coherence, c.cpu.id));
  }

  /** Clips the area off the hole: all of it, an edge, or a piece that leaves a hole on either side. */
  protected linked({ start, end }: VmapArea): void {
    const hole = this.found as Hole;
    const rest = hole.end;
    if (hole.start === start && rest === end) this.holes.remove(hole);
    else if (hole.start === start) {
      hole.start = end;
      this.holes.refresh(hole);
    } else {
      hole.end = start;
      this.holes.refresh(hole);
      if (end < rest) this.add(new Hole(end, rest));
    }
  }

  /** Merges with the holes before and behind. */
  protected unlinking(from: Call, area: VmapArea): void {
    const c = from.enter(S.merge_or_add_vmap_area);
    c.spend(this.vmap.costs.areaLink);
    const [before, after] = this.around(c, area);
    const touchesBefore = before !== null && before.end === area.start;
    const touchesAfter = after !== null && after.start === area.end;
    if (touchesBefore && touchesAfter) {
      this.holes.remove(after);
      before.end = after.end;
      this.holes.refresh(before);
    } else if (touchesBefore) {
      before.end = area.end;
      this.holes.refresh(before);
    } else if (touchesAfter) {
      after.start = area.start;
      this.holes.refresh(after);
    } else this.add(new Hole(area.start, area.end));
  }

  private around(c: Call, { start }: VmapArea): readonly [Hole | null, Hole | null] {
    let last: Hole | null = null;
    for (let at = this.holes.root; at !== null; at = start < at.start ? at.left : at.right) {
      this.step(c, at);
      last = at;
    }
    if (last === null) return [null, null];
    return last.start < start ? [last, nextNode(last)] : [previousNode(last), last];
  }

  private add(hole: Hole): void {
    this.holes.insertBy(hole, ({ start }) => start);
  }

  purgeSteps(lazy: number): number {
    return lazy;
  }
}

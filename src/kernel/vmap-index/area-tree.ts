// vmap_area_root: areas in a tree by address, under vmap_area_lock.

import { nextNode, RbTree } from '../../base/rb-tree.ts';
import type { Call } from '../../machine/call.ts';
import type { Vmap } from '../vmap/vmap.ts';
import type { VmapArea, Vpn } from '../vmap/vmap-area.ts';

export class AreaTree {
  private readonly tree = new RbTree<VmapArea>();
  private readonly vmap: Vmap;
  private size = 0;

  constructor(vmap: Vmap, areas: readonly VmapArea[]) {
    this.vmap = vmap;
    for (const area of areas) this.insert(area);
  }

  get length(): number {
    return this.size;
  }

  /** One step of a walk or a descent: reads the area's line. */
  step(c: Call, { line }: VmapArea): void {
    c.spend(this.vmap.costs.areaStep + line.read(this.vmap.k.coherence, c.cpu.id));
  }

  find(c: Call, start: Vpn): VmapArea | null {
    let at = this.tree.root;
    while (at !== null && at.start !== start) {
      this.step(c, at);
      at = start < at.start ? at.left : at.right;
    }
    return at;
  }

  /** The lowest area that ends behind `vpn`. */
  firstEndingAfter(c: Call, vpn: Vpn): VmapArea | null {
    let found: VmapArea | null = null;
    for (let at = this.tree.root; at !== null; at = at.end > vpn ? at.left : at.right) {
      this.step(c, at);
      if (at.end > vpn) found = at;
    }
    return found;
  }

  linkArea(c: Call, area: VmapArea): void {
    this.insert(area);
    c.spend(this.vmap.costs.areaLink + this.writeLines(c, area));
  }

  unlinkArea(c: Call, area: VmapArea): void {
    c.spend(this.vmap.costs.areaLink + this.writeLines(c, area));
    this.tree.remove(area);
    this.size--;
  }

  /** The area's own line and its parent's, which points to it. */
  private writeLines(c: Call, { line, parent }: VmapArea): number {
    const { coherence } = this.vmap.k;
    const own = line.write(coherence, c.cpu.id);
    return parent === null ? own : own + parent.line.write(coherence, c.cpu.id);
  }

  private insert(area: VmapArea): void {
    this.tree.insertBy(area, ({ start }) => start);
    this.size++;
  }

  areas(): readonly VmapArea[] {
    const areas: VmapArea[] = [];
    for (let at = this.tree.first; at !== null; at = nextNode(at)) areas.push(at);
    return areas;
  }
}

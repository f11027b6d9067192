// `off`: vmap() and vunmap(). Every mapping is an area of its own, found and freed in the index.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import type { Pfn } from '../mm/page.ts';
import type { VmapPercpu } from '../vmap/api.ts';
import { map_vm_area } from '../vmap/page-range.ts';
import { orPurge } from '../vmap/purge.ts';
import { radix_tree_lookup, vb_free } from '../vmap/vb-free.ts';
import type { Vmap } from '../vmap/vmap.ts';
import type { Vpn } from '../vmap/vmap-area.ts';

const S = symbols('vmap', 'vunmap', '__vunmap', 'get_vm_area_caller');

export class PercpuOff implements VmapPercpu {
  readonly id = 'off';
  readonly usesBlocks = false;
  private readonly vmap: Vmap;

  constructor(vmap: Vmap) {
    this.vmap = vmap;
  }

  *map_ram(from: Call, pages: readonly Pfn[]): Path<Vpn> {
    const c = from.enter(S.vmap);
    const { vmap } = this;
    const caller = c.enter(S.get_vm_area_caller);
    const area = yield* orPurge(vmap, caller, () => vmap.index.variant.get_vm_area(caller, pages.length));
    if (area === null) return 0;
    map_vm_area(vmap, c, area.start, pages);
    return area.start;
  }

  *unmap_ram(from: Call, start: Vpn, count: number): Path {
    const { vmap } = this;
    const c = from.enter(S.vunmap).enter(S.__vunmap);
    // A mapping of before the flip may lie in a block.
    const block = vmap.blocks.size === 0 ? null : radix_tree_lookup(vmap, c, start);
    if (block !== null) yield* vb_free(vmap, c, block, start, count);
    else yield* vmap.flush.variant.vunmap(c, start);
  }
}

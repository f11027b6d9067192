// `eager`: every unmapping flushes all TLBs before it returns (2.6.27 and before).

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import type { VmapFlush } from '../vmap/api.ts';
import { flush_tlb_kernel_range } from '../vmap/flush-tlb.ts';
import { vunmap_page_range } from '../vmap/page-range.ts';
import type { Vmap } from '../vmap/vmap.ts';
import type { VmapArea, Vpn } from '../vmap/vmap-area.ts';

const S = symbols('remove_vm_area', 'unmap_kernel_range', 'kfree');

export class EagerFlush implements VmapFlush {
  readonly id = 'eager';
  readonly letsWait = false;
  private readonly vmap: Vmap;

  constructor(vmap: Vmap) {
    this.vmap = vmap;
  }

  *vunmap(from: Call, start: Vpn): Path {
    const c = from.enter(S.remove_vm_area);
    yield* this.vmap.index.variant.remove_vm_area(c, start, (inner, area) => this.unmap_kernel_range(inner, area));
    c.spendIn(S.kfree, this.vmap.k.costs.slabFree);
  }

  *free_unmap_vmap_area(c: Call, { start }: VmapArea): Path {
    yield* this.vunmap(c, start);
  }

  private *unmap_kernel_range(from: Call, area: VmapArea): Path {
    const c = from.enter(S.unmap_kernel_range);
    area.unmapped = true;
    vunmap_page_range(this.vmap, c, area.start, area.pages);
    yield* flush_tlb_kernel_range(this.vmap, c);
  }
}

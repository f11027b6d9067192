// `lazy`: an unmapped area keeps its address until so many pages wait that one flush for all of them pays (2.6.28,
// db64fe02258f). Its entries are cleared by the purge, too.

import { Panic } from '../../engine/panic.ts';
import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import type { VmapFlush } from '../vmap/api.ts';
import { freeLazily } from '../vmap/purge.ts';
import type { Vmap } from '../vmap/vmap.ts';
import type { VmapArea, Vpn } from '../vmap/vmap-area.ts';

const S = symbols('remove_vm_area', 'free_unmap_vmap_area');

export class LazyFlush implements VmapFlush {
  readonly id = 'lazy';
  readonly letsWait = true;
  private readonly vmap: Vmap;

  constructor(vmap: Vmap) {
    this.vmap = vmap;
  }

  *vunmap(from: Call, start: Vpn): Path {
    const c = from.enter(S.remove_vm_area);
    const index = this.vmap.index.variant;
    const area = yield* index.find_vmap_area(c, start);
    if (area === null || area.unmapped) throw new Panic('unmapping of what is not mapped', { start }, c.cpu.engine.now);
    // Off vmlist first: once it is lazily freed, a purge by somebody else may take it.
    yield* index.unlink_vm_area(c, area);
    yield* this.free_unmap_vmap_area(c, area);
  }

  free_unmap_vmap_area(from: Call, area: VmapArea): Path {
    return freeLazily(this.vmap, from.enter(S.free_unmap_vmap_area), area);
  }
}

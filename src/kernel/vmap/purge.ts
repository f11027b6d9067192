// Purging: the areas that were freed lazily are unmapped, every TLB is flushed once for all of them, and their addresses
// may be used again (2.6.28 mm/vmalloc.c __purge_vmap_area_lazy).

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import { type Path, READY } from '../../machine/path.ts';
import { spin_lock, spin_unlock } from '../locking/spinlock.ts';
import { flush_tlb_kernel_range } from './flush-tlb.ts';
import { vunmap_page_range } from './page-range.ts';
import type { Vmap } from './vmap.ts';
import type { VmapArea } from './vmap-area.ts';

const S = symbols('__purge_vmap_area_lazy', 'vm_unmap_aliases');

const LAZY_BYTES = 32 * 2 ** 20;

/** fls(online CPUs) times 32 MB: fls, not the logarithm, so eight CPUs have 128 MB. */
const lazy_max_pages = ({ k }: Vmap): number => ((32 - Math.clz32(k.cpus.length)) * LAZY_BYTES) / k.pageBytes;

/** The area is nobody's from now on and waits for the next purge, which its owner does if too many wait. */
export function freeLazily(vmap: Vmap, c: Call, area: VmapArea): Path {
  area.unmapped = true;
  vmap.lazyAreas.push(area);
  vmap.lazyPages += area.pages;
  c.spend(vmap.k.atomicNs + vmap.lazyLine.write(vmap.k.coherence, c.cpu.id));
  // Who finds another at it goes on (spin_trylock).
  if (vmap.lazyPages <= lazy_max_pages(vmap) || vmap.purge_lock.isLocked) return READY;
  return __purge_vmap_area_lazy(vmap, c, false);
}

/** `force`: flush even when no area is lazily freed. */
export function* __purge_vmap_area_lazy(vmap: Vmap, from: Call, force: boolean): Path {
  const c = from.enter(S.__purge_vmap_area_lazy);
  const index = vmap.index.variant;
  yield* spin_lock(c, vmap.purge_lock);
  const areas = vmap.lazyAreas.splice(0);
  vmap.lazyPages = 0;
  c.spend(index.purgeSteps(areas.length) * vmap.costs.areaStep);
  for (const { start, pages } of areas) vunmap_page_range(vmap, c, start, pages);
  if (areas.length > 0 || force) yield* flush_tlb_kernel_range(vmap, c);
  if (areas.length > 0) yield* index.free_vmap_areas(c, areas);
  vmap.stat.purges++;
  vmap.stat.purgedAreas += areas.length;
  yield* spin_unlock(c, vmap.purge_lock);
}

/** An area; when there is no room, what waits for a purge is purged and it is tried again. Null: still none. */
export function* orPurge(vmap: Vmap, c: Call, allocate: () => Path<VmapArea | null>): Path<VmapArea | null> {
  const area = yield* allocate();
  if (area !== null) return area;
  yield* __purge_vmap_area_lazy(vmap, c, false);
  return yield* allocate();
}

/**
 * No translation of what was unmapped is left anywhere when this is through: for callers that give pages away which must
 * not be reachable under an old address. Costs about as much as an unmapping of 2.6.27.
 */
export function* vm_unmap_aliases(vmap: Vmap, from: Call): Path {
  const c = from.enter(S.vm_unmap_aliases);
  yield* vmap.enter(c);
  let dirty = false;
  for (const block of [...vmap.blocks.values()]) {
    if (block.dirty === 0) continue;
    yield* spin_lock(c, block.lock);
    for (const { at, length } of block.dirty_map.runs()) {
      vunmap_page_range(vmap, c, block.area.start + at, length);
      dirty = true;
    }
    yield* spin_unlock(c, block.lock);
  }
  yield* __purge_vmap_area_lazy(vmap, c, dirty);
  vmap.leave(c);
}

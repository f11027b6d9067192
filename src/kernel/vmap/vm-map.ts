// What the rest of the kernel calls to have pages mapped, whichever variants run.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import type { Pfn } from '../mm/page.ts';
import { map_vm_area } from './page-range.ts';
import { orPurge } from './purge.ts';
import type { Vmap } from './vmap.ts';
import type { Vpn } from './vmap-area.ts';

const S = symbols('vmalloc');

/** Maps pages for a short time: vmap() or vm_map_ram(). 0 when there is no room. */
export function* map_pages(vmap: Vmap, c: Call, pages: readonly Pfn[]): Path<Vpn> {
  yield* vmap.enter(c);
  const start = yield* vmap.percpu.variant.map_ram(c, pages);
  if (start !== 0) vmap.stat.maps++;
  vmap.leave(c);
  return start;
}

/** Undoes map_pages, or vmalloc. */
export function* unmap_pages(vmap: Vmap, c: Call, start: Vpn, count: number): Path {
  yield* vmap.enter(c);
  yield* vmap.percpu.variant.unmap_ram(c, start, count);
  vmap.stat.unmaps++;
  vmap.leave(c);
}

/** Maps pages for as long as the machine runs, as modules and devices do: always an area of its own. */
export function* vmalloc(vmap: Vmap, from: Call, pages: readonly Pfn[]): Path<Vpn> {
  const c = from.enter(S.vmalloc);
  yield* vmap.enter(c);
  const area = yield* orPurge(vmap, c, () => vmap.index.variant.get_vm_area(c, pages.length));
  if (area !== null) map_vm_area(vmap, c, area.start, pages);
  vmap.leave(c);
  return area?.start ?? 0;
}

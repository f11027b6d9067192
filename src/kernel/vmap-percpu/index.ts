// The variants of the front end of vmap by id.

import type { VmapPercpu } from '../vmap/api.ts';
import type { Vmap } from '../vmap/vmap.ts';
import { PercpuOff } from './off.ts';
import { PercpuOn } from './on.ts';

export const VMAP_PERCPU_VARIANTS: Readonly<Record<string, (vmap: Vmap) => VmapPercpu>> = {
  off: (vmap) => new PercpuOff(vmap),
  on: (vmap) => new PercpuOn(vmap),
};

export function createPercpu(vmap: Vmap, id: string): VmapPercpu {
  const create = VMAP_PERCPU_VARIANTS[id];
  if (create === undefined) throw new Error(`no vmap-percpu variant '${id}'`);
  return create(vmap);
}

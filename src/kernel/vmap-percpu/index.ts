// The variants of the front end of vmap by id.

import { variantNamed } from '../mm/variant-named.ts';
import type { VmapPercpu } from '../vmap/api.ts';
import type { Vmap } from '../vmap/vmap.ts';
import { PercpuOff } from './off.ts';
import { PercpuOn } from './on.ts';

export const VMAP_PERCPU_VARIANTS: Readonly<Record<string, (vmap: Vmap) => VmapPercpu>> = {
  off: (vmap) => new PercpuOff(vmap),
  on: (vmap) => new PercpuOn(vmap),
};

export const createPercpu = (vmap: Vmap, id: string): VmapPercpu =>
  variantNamed('vmap-percpu', VMAP_PERCPU_VARIANTS, id)(vmap);

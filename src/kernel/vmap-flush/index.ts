// The variants of flushing what was unmapped by id, oldest first.

import { variantNamed } from '../mm/variant-named.ts';
import type { VmapFlush } from '../vmap/api.ts';
import type { Vmap } from '../vmap/vmap.ts';
import { EagerFlush } from './eager.ts';
import { LazyFlush } from './lazy.ts';

export const VMAP_FLUSH_VARIANTS: Readonly<Record<string, (vmap: Vmap) => VmapFlush>> = {
  eager: (vmap) => new EagerFlush(vmap),
  lazy: (vmap) => new LazyFlush(vmap),
};

export const createFlush = (vmap: Vmap, id: string): VmapFlush =>
  variantNamed('vmap-flush', VMAP_FLUSH_VARIANTS, id)(vmap);

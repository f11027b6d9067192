// The variants of flushing what was unmapped by id, oldest first.

import type { VmapFlush } from '../vmap/api.ts';
import type { Vmap } from '../vmap/vmap.ts';
import { EagerFlush } from './eager.ts';
import { LazyFlush } from './lazy.ts';

export const VMAP_FLUSH_VARIANTS: Readonly<Record<string, (vmap: Vmap) => VmapFlush>> = {
  eager: (vmap) => new EagerFlush(vmap),
  lazy: (vmap) => new LazyFlush(vmap),
};

export function createFlush(vmap: Vmap, id: string): VmapFlush {
  const create = VMAP_FLUSH_VARIANTS[id];
  if (create === undefined) throw new Error(`no vmap-flush variant '${id}'`);
  return create(vmap);
}

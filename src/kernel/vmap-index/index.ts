// The variants of the index of areas by id, oldest first.

import { variantNamed } from '../mm/variant-named.ts';
import type { VmapIndex } from '../vmap/api.ts';
import type { Vmap } from '../vmap/vmap.ts';
import type { VmapArea } from '../vmap/vmap-area.ts';
import { FreeTreeIndex } from './free-tree.ts';
import { ListIndex } from './list.ts';
import { RbtreeIndex } from './rbtree.ts';
import { RbtreeCacheIndex } from './rbtree-cache.ts';

/** Each with the areas that are there already, by address. */
export const VMAP_INDEX_VARIANTS: Readonly<Record<string, (vmap: Vmap, areas: readonly VmapArea[]) => VmapIndex>> = {
  list: (vmap, areas) => new ListIndex(vmap, areas),
  rbtree: (vmap, areas) => new RbtreeIndex(vmap, areas),
  'rbtree-cache': (vmap, areas) => new RbtreeCacheIndex(vmap, areas),
  'free-tree': (vmap, areas) => new FreeTreeIndex(vmap, areas),
};

export const createIndex = (vmap: Vmap, id: string, areas: readonly VmapArea[]): VmapIndex =>
  variantNamed('vmap-index', VMAP_INDEX_VARIANTS, id)(vmap, areas);

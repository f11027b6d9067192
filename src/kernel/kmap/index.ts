// The variants of kmap by id.

import type { Kmap } from '../highmem/api.ts';
import type { Highmem } from '../highmem/highmem.ts';
import { KmapPercpu } from './percpu.ts';
import { KmapPool } from './pool.ts';

export const KMAP_VARIANTS: Readonly<Record<string, (highmem: Highmem) => Kmap>> = {
  pool: (highmem) => new KmapPool(highmem),
  percpu: (highmem) => new KmapPercpu(highmem),
};

export function createKmap(highmem: Highmem, id: string): Kmap {
  const create = KMAP_VARIANTS[id];
  if (create === undefined) throw new Error(`no kmap variant '${id}'`);
  return create(highmem);
}

// The variants of kmap by id.

import type { Kmap } from '../highmem/api.ts';
import type { Highmem } from '../highmem/highmem.ts';
import { variantNamed } from '../mm/variant-named.ts';
import { KmapPercpu } from './percpu.ts';
import { KmapPool } from './pool.ts';

/** Pools whose size is part of the variant, so that it can be flipped in mid-run. */
const POOL_ENTRIES = [128, 256, 512, 1024, 2048, 4096];

export const KMAP_VARIANTS: Readonly<Record<string, (highmem: Highmem) => Kmap>> = {
  pool: (highmem) => new KmapPool(highmem),
  percpu: (highmem) => new KmapPercpu(highmem),
  ...Object.fromEntries(
    POOL_ENTRIES.map((entries) => [`pool-${entries}`, (highmem: Highmem) => new KmapPool(highmem, entries)]),
  ),
};

export const createKmap = (highmem: Highmem, id: string): Kmap => variantNamed('kmap', KMAP_VARIANTS, id)(highmem);

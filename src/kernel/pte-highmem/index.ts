// The variants of pte-highmem by id.

import type { PteHighmem } from '../highmem/api.ts';
import type { Highmem } from '../highmem/highmem.ts';
import { variantNamed } from '../mm/variant-named.ts';
import { PteHighmemOff } from './off.ts';
import { PteHighmemOn } from './on.ts';

export const PTE_HIGHMEM_VARIANTS: Readonly<Record<string, (highmem: Highmem) => PteHighmem>> = {
  off: (highmem) => new PteHighmemOff(highmem),
  on: (highmem) => new PteHighmemOn(highmem),
};

export const createPteHighmem = (highmem: Highmem, id: string): PteHighmem =>
  variantNamed('pte-highmem', PTE_HIGHMEM_VARIANTS, id)(highmem);

// Pages that the kernel reaches only through a mapping.

import { KMAP_COSTS } from '../highmem/costs.ts';
import { Highmem } from '../highmem/highmem.ts';
import { createKmap, KMAP_VARIANTS } from '../kmap/index.ts';
import { KmapSubsystem } from '../kmap/kmap.ts';
import { createPteHighmem, PTE_HIGHMEM_VARIANTS } from '../pte-highmem/index.ts';
import { PteHighmemSubsystem } from '../pte-highmem/pte-highmem.ts';
import type { Part } from './part.ts';

export const HIGHMEM: Part = {
  variants: { kmap: Object.keys(KMAP_VARIANTS), 'pte-highmem': Object.keys(PTE_HIGHMEM_VARIANTS) },
  costs: KMAP_COSTS,
  create: (variant, { highmem }) => ({
    highmem: (k) =>
      new Highmem(
        k,
        {
          kmap: (on) => createKmap(on, variant('kmap')),
          pteHighmem: (on) => createPteHighmem(on, variant('pte-highmem')),
        },
        highmem,
      ),
  }),
  subsystems: ({ highmem }) => (highmem === null ? [] : [new KmapSubsystem(highmem), new PteHighmemSubsystem(highmem)]),
};

// `on`: page tables may lie in high memory, so every access to one maps it (pte-highmem-5 of the -aa kernels, January 2002).
// Three pools, so that a task which holds a page may wait for a page table; one lock.

import type { PteHighmem } from '../highmem/api.ts';
import type { Highmem } from '../highmem/highmem.ts';

export class PteHighmemOn implements PteHighmem {
  readonly id = 'on';
  readonly mapsPageTables = true;
  readonly entries: readonly number[];

  constructor({ sizes }: Highmem) {
    this.entries = [sizes.series, sizes.series, sizes.series];
  }
}

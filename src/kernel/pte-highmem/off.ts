// `off`: page tables lie in low memory, which is always mapped (2.4.18). One pool.

import type { PteHighmem } from '../highmem/api.ts';
import type { Highmem } from '../highmem/highmem.ts';

export class PteHighmemOff implements PteHighmem {
  readonly id = 'off';
  readonly mapsPageTables = false;
  readonly entries: readonly number[];

  constructor({ sizes }: Highmem) {
    this.entries = [sizes.pool, 0, 0];
  }
}

// `next-fit`: free_area_cache is where the last mapping ended (2.5.74, 91bf7a38f0). Holes below are looked at when the top is
// reached, or when something below is unmapped.

import type { Call } from '../../machine/call.ts';
import type { AddressSpaces } from '../address-space/address-spaces.ts';
import type { UnmappedArea } from '../address-space/api.ts';
import { type MmStruct, TASK_UNMAPPED_BASE } from '../address-space/mm-struct.ts';
import type { Vpn } from '../address-space/vm-area.ts';
import { firstFit } from './walk.ts';

export class NextFit implements UnmappedArea {
  readonly id = 'next-fit';
  readonly augments = false;
  private readonly as: AddressSpaces;

  constructor(as: AddressSpaces) {
    this.as = as;
  }

  arch_get_unmapped_area(c: Call, mm: MmStruct, pages: number): Vpn | null {
    const from = mm.free_area_cache;
    let found = firstFit(this.as, c, mm, { from, pages });
    if (found === null && from !== TASK_UNMAPPED_BASE)
      found = firstFit(this.as, c, mm, { from: TASK_UNMAPPED_BASE, pages });
    if (found !== null) mm.free_area_cache = found + pages;
    return found;
  }

  arch_unmap_area(mm: MmStruct, start: Vpn): void {
    if (start >= TASK_UNMAPPED_BASE && start < mm.free_area_cache) mm.free_area_cache = start;
  }
}

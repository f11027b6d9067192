// `lowest-hole`: free_area_cache is where the lowest hole begins, whatever its size (2.5.46, 631709da22). Still first fit; but a
// small hole far below brings every search back to it.

import type { Call } from '../../machine/call.ts';
import type { AddressSpaces } from '../address-space/address-spaces.ts';
import type { UnmappedArea } from '../address-space/api.ts';
import { type MmStruct, TASK_UNMAPPED_BASE } from '../address-space/mm-struct.ts';
import type { Vpn } from '../address-space/vm-area.ts';
import { firstFit } from './walk.ts';

export class LowestHole implements UnmappedArea {
  readonly id = 'lowest-hole';
  readonly augments = false;
  private readonly as: AddressSpaces;

  constructor(as: AddressSpaces) {
    this.as = as;
  }

  arch_get_unmapped_area(c: Call, mm: MmStruct, pages: number): Vpn | null {
    let lowest: Vpn | null = null;
    const found = firstFit(this.as, c, mm, { from: mm.free_area_cache, pages }, (start) => {
      lowest ??= start;
    });
    // The hole that is taken counts, too: the next search begins there.
    const hole = lowest ?? found;
    if (hole !== null) mm.free_area_cache = hole;
    return found;
  }

  arch_unmap_area(mm: MmStruct, start: Vpn): void {
    if (start >= TASK_UNMAPPED_BASE && start < mm.free_area_cache) mm.free_area_cache = start;
  }
}

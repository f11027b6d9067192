// `hole-size`: next fit that also knows how large the largest hole is that it has skipped (2.6.13, 1363c3cd8603). What could fit
// below is looked for from the beginning; after an unmapping below, everything could.

import type { Call } from '../../machine/call.ts';
import type { AddressSpaces } from '../address-space/address-spaces.ts';
import type { UnmappedArea } from '../address-space/api.ts';
import { type MmStruct, TASK_UNMAPPED_BASE } from '../address-space/mm-struct.ts';
import type { Vpn } from '../address-space/vm-area.ts';
import { firstFit } from './walk.ts';

export class HoleSize implements UnmappedArea {
  readonly id = 'hole-size';
  readonly augments = false;
  private readonly as: AddressSpaces;

  constructor(as: AddressSpaces) {
    this.as = as;
  }

  arch_get_unmapped_area(c: Call, mm: MmStruct, pages: number): Vpn | null {
    const isBelow = pages <= mm.cached_hole_size;
    const from = isBelow ? TASK_UNMAPPED_BASE : mm.free_area_cache;
    let found = this.search(c, mm, from, pages, isBelow);
    if (found === null && from !== TASK_UNMAPPED_BASE) found = this.search(c, mm, TASK_UNMAPPED_BASE, pages, true);
    if (found !== null) mm.free_area_cache = found + pages;
    return found;
  }

  private search(c: Call, mm: MmStruct, from: Vpn, pages: number, isAnew: boolean): Vpn | null {
    if (isAnew) mm.cached_hole_size = 0;
    return firstFit(this.as, c, mm, { from, pages }, (_, hole) => {
      if (hole > mm.cached_hole_size) mm.cached_hole_size = hole;
    });
  }

  arch_unmap_area(mm: MmStruct, start: Vpn): void {
    if (start < TASK_UNMAPPED_BASE || start >= mm.free_area_cache) return;
    mm.free_area_cache = start;
    mm.cached_hole_size = Number.POSITIVE_INFINITY;
  }
}

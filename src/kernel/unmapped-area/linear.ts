// `linear`: every search begins at TASK_UNMAPPED_BASE (until 2.5.45).

import type { Call } from '../../machine/call.ts';
import type { AddressSpaces } from '../address-space/address-spaces.ts';
import type { UnmappedArea } from '../address-space/api.ts';
import { type MmStruct, TASK_UNMAPPED_BASE } from '../address-space/mm-struct.ts';
import type { Vpn } from '../address-space/vm-area.ts';
import { firstFit } from './walk.ts';

export class Linear implements UnmappedArea {
  readonly id = 'linear';
  readonly augments = false;
  private readonly as: AddressSpaces;

  constructor(as: AddressSpaces) {
    this.as = as;
  }

  arch_get_unmapped_area(c: Call, mm: MmStruct, pages: number): Vpn | null {
    return firstFit(this.as, c, mm, { from: TASK_UNMAPPED_BASE, pages });
  }

  arch_unmap_area(): void {}
}

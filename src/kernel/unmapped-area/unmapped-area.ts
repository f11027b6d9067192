// The search for room as a switchable subsystem. Every mapping stays where it is; what a variant remembers begins anew, and the gap
// tree is built from the VMAs that are there.

import type { Figure } from '../../engine/figure.ts';
import type { AddressSpaces } from '../address-space/address-spaces.ts';
import type { UnmappedArea } from '../address-space/api.ts';
import { mmapFigures } from '../address-space/figures.ts';
import { type MmStruct, TASK_UNMAPPED_BASE } from '../address-space/mm-struct.ts';
import type { Gate } from '../locking/gate.ts';
import type { HandOver, Subsystem } from '../mm/subsystem.ts';
import { createUnmappedArea } from './index.ts';

export class UnmappedAreaSubsystem implements Subsystem {
  readonly id = 'unmapped-area';
  readonly gate: Gate<UnmappedArea>;
  readonly figures: readonly Figure[];
  private readonly as: AddressSpaces;

  constructor(as: AddressSpaces) {
    this.as = as;
    this.gate = as.area;
    this.figures = mmapFigures(as);
  }

  handOver(to: string): HandOver {
    const { as, gate } = this;
    const { augments } = gate.variant;
    gate.variant = createUnmappedArea(as, to);
    let visited = 0;
    for (const mm of as.mms) visited += this.beginAnew(mm, augments);
    const text = visited === 0 ? 'every mapping stays where it is' : `gaps of ${visited} VMAs`;
    return { costNs: visited * as.costs.handOverVma, text };
  }

  /** VMAs that had to be visited. */
  private beginAnew(mm: MmStruct, augmented: boolean): number {
    mm.free_area_cache = TASK_UNMAPPED_BASE;
    mm.cached_hole_size = 0;
    const { augments } = this.gate.variant;
    if (augments !== augmented) mm.rebuildTree(augments);
    return augments && !augmented ? mm.map_count : 0;
  }
}

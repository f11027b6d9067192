// unmapped-area: where a new mapping goes.

import type { Call } from '../../machine/call.ts';
import type { MmStruct } from './mm-struct.ts';
import type { Vpn } from './vm-area.ts';

/** Everything under mmap_sem for writing, inside the gate. */
export interface UnmappedArea {
  readonly id: string;
  /** Keeps the largest gap of every subtree in the tree of VMAs. */
  readonly augments: boolean;
  /** arch_get_unmapped_area: where `pages` fit; null = -ENOMEM. */
  arch_get_unmapped_area(c: Call, mm: MmStruct, pages: number): Vpn | null;
  /** A VMA that began at `start` is gone. */
  arch_unmap_area(mm: MmStruct, start: Vpn): void;
}

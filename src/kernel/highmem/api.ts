// What the switchable parts of high memory ask of each other.
//
// Whoever calls one of these is inside both gates (Highmem.enter) and holds no lock.

import type { Call } from '../../machine/call.ts';
import type { Path, Request } from '../../machine/path.ts';
import type { HighPage, Vpn } from './high-page.ts';

/** kmap: how a page gets an address for a while. */
export interface Kmap {
  readonly id: string;
  /** Gives addresses out of slots of the CPU instead of the pools' entries. */
  readonly usesSlots: boolean;
  /** Entries of each pool that there is; null: as the kernel was configured (PteHighmem.entries). */
  readonly entries: number | null;
  /** The address, or what to wait for, outside the gates, before the next attempt. */
  kmap(c: Call, page: HighPage, series: Series): Path<Vpn | Request>;
}

/** pte-highmem: may page tables lie in high memory? */
export interface PteHighmem {
  readonly id: string;
  readonly mapsPageTables: boolean;
  /** Entries of the pool of each series; 0: there is none. */
  readonly entries: readonly number[];
}

/** Pools that are apart so that a task which holds an entry of one may wait for an entry of the next. */
export const SERIES = { default: 0, pagetable: 1, pagetable2: 2 } as const;
export type Series = (typeof SERIES)[keyof typeof SERIES];
export const SERIES_COUNT = 3;

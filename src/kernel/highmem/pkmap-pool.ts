// A pool of addresses for kmap: one page table, with a counter per entry.
//
// pkmap_count: 0 = free, and in no TLB; 1 = not in use, but still mapped; n > 1 = n-1 users. All under kmap_lock.

import { CacheLine } from '../../machine/cache-line.ts';
import type { HighPage, Vpn } from './high-page.ts';
import { Overflow } from './overflow.ts';

/** No pool is larger. */
export const MOST_ENTRIES = 4096;
/** Counters on a cache line of 32 bytes. */
const COUNTS_PER_LINE = 8;

export class PkmapPool {
  /** Address of the first entry. */
  readonly base: Vpn;
  /** LAST_PKMAP; 0 for a pool that is not there. A flip changes it. */
  size: number;
  readonly count = new Int32Array(MOST_ENTRIES);
  /** The page table. */
  readonly page: (HighPage | null)[] = new Array<HighPage | null>(MOST_ENTRIES).fill(null);
  readonly lines: readonly CacheLine[] = Array.from({ length: MOST_ENTRIES / COUNTS_PER_LINE }, () => new CacheLine());
  /** last_pkmap_nr: the entry that was taken last. */
  cursor = 0;
  /** Entries that may be mapped: more than `size` when a flip made the pool smaller and some were in use. */
  extent = 0;
  /** pkmap_map_wait. */
  readonly overflow = new Overflow();

  constructor(base: Vpn, size: number) {
    this.base = base;
    this.size = size;
  }

  lineOf(entry: number): CacheLine {
    return this.lines[Math.floor(entry / COUNTS_PER_LINE)] as CacheLine;
  }

  countOf(entry: number): number {
    return this.count[entry] as number;
  }

  add(entry: number, by: number): number {
    const sum = this.countOf(entry) + by;
    this.count[entry] = sum;
    return sum;
  }

  /** Entries in use, and those that are only still mapped. */
  usage(): { readonly used: number; readonly cached: number } {
    let [used, cached] = [0, 0];
    for (let entry = 0; entry < this.extent; entry++) {
      if (this.countOf(entry) > 1) used++;
      else if (this.countOf(entry) === 1) cached++;
    }
    return { used, cached };
  }
}

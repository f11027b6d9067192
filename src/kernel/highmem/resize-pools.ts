// The pools change their size in mid-run, because a flip of kmap or of pte-highmem asks for another one.
//
// Entries in use beyond the new size stay until their users let go, and the next pass clears them. Those that nobody uses are
// cleared at once: CPUs may still reach their pages, so a flush has to follow before the pools grow again.

import type { Ns } from '../../base/time.ts';
import { NOWHERE } from './high-page.ts';
import type { Highmem } from './highmem.ts';
import type { PkmapPool } from './pkmap-pool.ts';

interface Resized {
  readonly cleared: number;
  readonly costNs: Ns;
}

/** Gives every pool the size that the variants which run now ask for. One of their gates must be closed. */
export function resizePools(highmem: Highmem): Resized {
  let cleared = 0;
  for (const [series, pool] of highmem.pools.entries()) {
    cleared += resize(pool, highmem.entriesOf(series));
    pool.overflow.wake();
  }
  return { cleared, costNs: cleared * highmem.costs.clearEntry };
}

/** Returns how many entries it cleared. */
function resize(pool: PkmapPool, size: number): number {
  let cleared = 0;
  for (let entry = size; entry < pool.extent; entry++) {
    const page = pool.page[entry] ?? null;
    if (page === null || pool.countOf(entry) !== 1) continue;
    pool.count[entry] = 0;
    pool.page[entry] = null;
    page.virtual = NOWHERE;
    cleared++;
  }
  pool.size = size;
  if (pool.cursor >= size) pool.cursor = Math.max(0, size - 1);
  return cleared;
}

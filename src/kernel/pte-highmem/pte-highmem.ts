// pte-highmem as a switchable subsystem: the pools change their size.
//
// Entries in use beyond the new size stay until their users let go, and the next pass clears them. Those that nobody uses are
// cleared at once, and flushed before the next flip.

import type { Figure } from '../../engine/figure.ts';
import type { Call } from '../../machine/call.ts';
import { type Path, READY } from '../../machine/path.ts';
import type { PteHighmem } from '../highmem/api.ts';
import { flush_tlb_all } from '../highmem/flush-tlb-all.ts';
import { NOWHERE } from '../highmem/high-page.ts';
import type { Highmem } from '../highmem/highmem.ts';
import type { PkmapPool } from '../highmem/pkmap-pool.ts';
import type { Gate } from '../locking/gate.ts';
import type { HandOver, Subsystem } from '../mm/subsystem.ts';
import { createPteHighmem } from './index.ts';

export class PteHighmemSubsystem implements Subsystem {
  readonly id = 'pte-highmem';
  readonly gate: Gate<PteHighmem>;
  readonly figures: readonly Figure[] = [];
  private readonly highmem: Highmem;
  /** Entries that the hand-over cleared: CPUs may still reach their pages. */
  private cleared = 0;

  constructor(highmem: Highmem) {
    this.highmem = highmem;
    this.gate = highmem.pteHighmem;
  }

  handOver(to: string): HandOver {
    const { highmem, gate } = this;
    gate.variant = createPteHighmem(highmem, to);
    this.cleared = 0;
    let kept = 0;
    for (const [series, pool] of highmem.pools.entries()) {
      this.cleared += resize(pool, gate.variant.entries[series] ?? 0);
      kept += pool.usage().used;
      pool.overflow.wake();
    }
    return {
      costNs: this.cleared * highmem.costs.clearEntry,
      text: `${kept} entries in use stay, ${this.cleared} cleared`,
    };
  }

  settle(c: Call): Path {
    return this.cleared === 0 ? READY : flush_tlb_all(this.highmem, c);
  }
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

// pte-highmem as a switchable subsystem: the pools change their size.

import type { Figure } from '../../engine/figure.ts';
import type { Call } from '../../machine/call.ts';
import { type Path, READY } from '../../machine/path.ts';
import type { PteHighmem } from '../highmem/api.ts';
import { flush_tlb_all } from '../highmem/flush-tlb-all.ts';
import type { Highmem } from '../highmem/highmem.ts';
import { resizePools } from '../highmem/resize-pools.ts';
import type { Gate } from '../locking/gate.ts';
import type { HandOver, Subsystem } from '../mm/subsystem.ts';
import { createPteHighmem } from './index.ts';

export class PteHighmemSubsystem implements Subsystem {
  readonly id = 'pte-highmem';
  readonly gate: Gate<PteHighmem>;
  readonly figures: readonly Figure[] = [];
  private readonly highmem: Highmem;
  /** Entries that the hand-over cleared. */
  private cleared = 0;

  constructor(highmem: Highmem) {
    this.highmem = highmem;
    this.gate = highmem.pteHighmem;
  }

  handOver(to: string): HandOver {
    const { highmem, gate } = this;
    gate.variant = createPteHighmem(highmem, to);
    const { cleared, costNs } = resizePools(highmem);
    this.cleared = cleared;
    const kept = highmem.pools.reduce((sum, pool) => sum + pool.usage().used, 0);
    return { costNs, text: `${kept} entries in use stay, ${cleared} cleared` };
  }

  settle(c: Call): Path {
    return this.cleared === 0 ? READY : flush_tlb_all(this.highmem, c);
  }
}

// kmap as a switchable subsystem. Addresses in use stay where they are until their users let go: kunmap() goes by the address.
// What the pool still maps stays mapped, as far as it fits, and a later flip back finds it there. Who sleeps for a place tries again.

import type { Figure } from '../../engine/figure.ts';
import type { Call } from '../../machine/call.ts';
import { type Path, READY } from '../../machine/path.ts';
import type { Kmap } from '../highmem/api.ts';
import { highmemFigures } from '../highmem/figures.ts';
import { flush_tlb_all } from '../highmem/flush-tlb-all.ts';
import type { Highmem } from '../highmem/highmem.ts';
import { resizePools } from '../highmem/resize-pools.ts';
import type { Gate } from '../locking/gate.ts';
import type { HandOver, Subsystem } from '../mm/subsystem.ts';
import { createKmap } from './index.ts';

export class KmapSubsystem implements Subsystem {
  readonly id = 'kmap';
  readonly gate: Gate<Kmap>;
  readonly figures: readonly Figure[];
  private readonly highmem: Highmem;
  /** Entries that the hand-over cleared. */
  private cleared = 0;

  constructor(highmem: Highmem) {
    this.highmem = highmem;
    this.gate = highmem.kmap;
    this.figures = highmemFigures(highmem);
  }

  handOver(to: string): HandOver {
    const { highmem } = this;
    const { slots, stat } = highmem;
    this.gate.variant = createKmap(highmem, to);
    const { cleared, costNs } = resizePools(highmem);
    this.cleared = cleared;
    for (const { overflow } of slots) overflow.wake();
    const kept = `${stat.kmaps - stat.kunmaps} kmaps in use keep their addresses`;
    return { costNs, text: cleared === 0 ? kept : `${kept}, ${cleared} entries cleared` };
  }

  settle(c: Call): Path {
    return this.cleared === 0 ? READY : flush_tlb_all(this.highmem, c);
  }
}

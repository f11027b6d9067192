// kmap as a switchable subsystem. Addresses in use stay where they are until their users let go: kunmap() goes by the address.
// What the pool still maps stays mapped, and a later flip back finds it there. Who sleeps for a place tries again.

import type { Figure } from '../../engine/figure.ts';
import type { Kmap } from '../highmem/api.ts';
import { highmemFigures } from '../highmem/figures.ts';
import type { Highmem } from '../highmem/highmem.ts';
import type { Gate } from '../locking/gate.ts';
import type { HandOver, Subsystem } from '../mm/subsystem.ts';
import { createKmap } from './index.ts';

export class KmapSubsystem implements Subsystem {
  readonly id = 'kmap';
  readonly gate: Gate<Kmap>;
  readonly figures: readonly Figure[];
  private readonly highmem: Highmem;

  constructor(highmem: Highmem) {
    this.highmem = highmem;
    this.gate = highmem.kmap;
    this.figures = highmemFigures(highmem);
  }

  handOver(to: string): HandOver {
    const { pools, slots, stat } = this.highmem;
    this.gate.variant = createKmap(this.highmem, to);
    for (const { overflow } of [...pools, ...slots]) overflow.wake();
    return { costNs: 0, text: `${stat.kmaps - stat.kunmaps} kmaps in use keep their addresses` };
  }
}

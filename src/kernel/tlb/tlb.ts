// Flushing translations of pages that are moved, as a switchable subsystem: migrate_pages goes on with the variant that it
// began with, so nothing waits for a flush when it is exchanged.

import type { Figure } from '../../engine/figure.ts';
import { type Path, READY } from '../../machine/path.ts';
import type { Gate } from '../locking/gate.ts';
import type { Kernel } from '../mm/kernel.ts';
import type { TlbFlushing } from '../mm/migration.ts';
import type { HandOver, Subsystem } from '../mm/subsystem.ts';
import type { FlushStat } from './flush-stat.ts';
import { createTlb } from './index.ts';

export class TlbSubsystem implements Subsystem {
  readonly id = 'tlb';
  readonly gate: Gate<TlbFlushing>;
  readonly figures: readonly Figure[] = [];
  private readonly k: Kernel;
  private readonly stat: FlushStat;

  constructor(k: Kernel, gate: Gate<TlbFlushing>, stat: FlushStat) {
    this.k = k;
    this.gate = gate;
    this.stat = stat;
  }

  handOver(to: string): HandOver {
    this.gate.variant = createTlb(this.k, this.stat, to);
    return { costNs: 0, text: 'nothing to hand over' };
  }

  settle(): Path {
    return READY;
  }
}

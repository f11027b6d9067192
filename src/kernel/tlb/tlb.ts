// Flushing translations of pages that are moved, as a switchable subsystem: migrate_pages goes on with the variant that it
// began with, so nothing waits for a flush when it is exchanged.

import type { Figure } from '../../engine/figure.ts';
import type { Gate } from '../locking/gate.ts';
import type { Kernel } from '../mm/kernel.ts';
import { migrateFigures } from '../mm/migrate-figures.ts';
import type { Migration, TlbFlushing } from '../mm/migration.ts';
import type { HandOver, Subsystem } from '../mm/subsystem.ts';
import { createTlb } from './index.ts';

export class TlbSubsystem implements Subsystem {
  readonly id = 'tlb';
  readonly gate: Gate<TlbFlushing>;
  readonly figures: readonly Figure[];
  private readonly k: Kernel;
  private readonly migration: Migration;

  constructor(k: Kernel, migration: Migration) {
    this.k = k;
    this.migration = migration;
    this.gate = migration.tlb;
    this.figures = migrateFigures(k, migration);
  }

  handOver(to: string): HandOver {
    this.gate.variant = createTlb(this.k, this.migration.stat, to);
    return { costNs: 0, text: 'nothing to hand over' };
  }
}

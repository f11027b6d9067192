// Moving pages as a part of the kernel.

import type { Gate } from '../locking/gate.ts';
import type { RwSemKind } from '../locking/rwsem.ts';
import type { Kernel } from '../mm/kernel.ts';
import type { MigrateStat } from '../mm/migrate-stat.ts';
import type { Migration, TlbFlushing } from '../mm/migration.ts';
import { NumaBalancing } from './numa-balancing.ts';

export class PageMigration implements Migration {
  readonly tlb: Gate<TlbFlushing>;
  readonly stat: MigrateStat;
  readonly mmapSem: RwSemKind;
  readonly numa: NumaBalancing;

  constructor(k: Kernel, tlb: Gate<TlbFlushing>, stat: MigrateStat, mmapSem: RwSemKind) {
    this.tlb = tlb;
    this.stat = stat;
    this.mmapSem = mmapSem;
    this.numa = new NumaBalancing(k, stat);
  }
}

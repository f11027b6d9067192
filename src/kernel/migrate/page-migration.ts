// Moving pages as a part of the kernel: what the faults call, and what a program may ask for.

import type { Path } from '../../machine/path.ts';
import type { Gate } from '../locking/gate.ts';
import type { MigrateStat } from '../mm/migrate-stat.ts';
import type { Migration, TlbFlushing } from '../mm/migration.ts';

export class PageMigration implements Migration {
  readonly tlb: Gate<TlbFlushing>;
  readonly stat: MigrateStat;

  constructor(tlb: Gate<TlbFlushing>, stat: MigrateStat) {
    this.tlb = tlb;
    this.stat = stat;
  }

  *do_numa_page(): Path {}
}

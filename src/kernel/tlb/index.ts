// The variants of flushing translations of pages that are moved by id, oldest first.

import type { Kernel } from '../mm/kernel.ts';
import type { MigrateStat } from '../mm/migrate-stat.ts';
import type { TlbFlushing } from '../mm/migration.ts';
import { BatchFlush } from './batch.ts';
import { PageFlush } from './page.ts';

export const TLB_VARIANTS: Readonly<Record<string, (k: Kernel, stat: MigrateStat) => TlbFlushing>> = {
  page: (k, stat) => new PageFlush(k, stat),
  batch: (k, stat) => new BatchFlush(k, stat),
};

export function createTlb(k: Kernel, stat: MigrateStat, id: string): TlbFlushing {
  const create = TLB_VARIANTS[id];
  if (create === undefined) throw new Error(`no tlb variant '${id}', only ${Object.keys(TLB_VARIANTS).join(', ')}`);
  return create(k, stat);
}

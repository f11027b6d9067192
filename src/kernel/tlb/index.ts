// The variants of flushing translations of pages that are moved by id, oldest first.

import type { Kernel } from '../mm/kernel.ts';
import type { MigrateStat } from '../mm/migrate-stat.ts';
import type { TlbFlushing } from '../mm/migration.ts';
import { variantNamed } from '../mm/variant-named.ts';
import { BatchFlush } from './batch.ts';
import { PageFlush } from './page.ts';

export const TLB_VARIANTS: Readonly<Record<string, (k: Kernel, stat: MigrateStat) => TlbFlushing>> = {
  page: (k, stat) => new PageFlush(k, stat),
  batch: (k, stat) => new BatchFlush(k, stat),
};

export const createTlb = (k: Kernel, stat: MigrateStat, id: string): TlbFlushing =>
  variantNamed('tlb', TLB_VARIANTS, id)(k, stat);

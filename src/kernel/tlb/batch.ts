// `batch`: up to 512 pages are unmapped, then one flush serves them all, then they are moved (6.3, 7e12beb8ca2a). Whoever
// touches one of them meanwhile sleeps until it is moved.

import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { READY } from '../../machine/path.ts';
import type { Kernel } from '../mm/kernel.ts';
import type { MigrateStat } from '../mm/migrate-stat.ts';
import type { TlbFlushing, UnmapFlush } from '../mm/migration.ts';
import { PTES_PER_TABLE } from '../mm/pte.ts';
import { flush_tlb_page } from '../mm/tlb.ts';
import type { Mm } from '../mm/vma.ts';

export class BatchFlush implements TlbFlushing {
  readonly id = 'batch';
  /** NR_MAX_BATCHED_MIGRATION. */
  readonly pagesAtOnce = PTES_PER_TABLE;
  private readonly k: Kernel;
  private readonly stat: MigrateStat;

  constructor(k: Kernel, stat: MigrateStat) {
    this.k = k;
    this.stat = stat;
  }

  begin(): UnmapFlush {
    return new TlbBatch(this.k, this.stat);
  }
}

/** tlb_ubc: the address spaces that one batch has to be flushed from. */
class TlbBatch implements UnmapFlush {
  private readonly k: Kernel;
  private readonly stat: MigrateStat;
  private readonly mms: Mm[] = [];

  constructor(k: Kernel, stat: MigrateStat) {
    this.k = k;
    this.stat = stat;
  }

  unmapped(_c: Call, mm: Mm): Path {
    if (!this.mms.includes(mm)) this.mms.push(mm);
    return READY;
  }

  /** try_to_unmap_flush. */
  *flushOnce(c: Call): Path {
    for (const mm of this.mms) {
      this.stat.flushes++;
      yield* flush_tlb_page(this.k, c, mm, 'migrate_pages');
    }
  }
}

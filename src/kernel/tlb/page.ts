// `page`: every page that is unmapped to be moved is flushed from all TLBs before its walk ends (up to 6.2).

import type { Call } from '../../machine/call.ts';
import { type Path, READY } from '../../machine/path.ts';
import type { Kernel } from '../mm/kernel.ts';
import type { MigrateStat } from '../mm/migrate-stat.ts';
import type { TlbFlushing, UnmapFlush } from '../mm/migration.ts';
import { flush_tlb_page } from '../mm/tlb.ts';
import type { Mm } from '../mm/vma.ts';

export class PageFlush implements TlbFlushing, UnmapFlush {
  readonly id = 'page';
  readonly pagesAtOnce = 1;
  private readonly k: Kernel;
  private readonly stat: MigrateStat;

  constructor(k: Kernel, stat: MigrateStat) {
    this.k = k;
    this.stat = stat;
  }

  begin(): UnmapFlush {
    return this;
  }

  unmapped(c: Call, mm: Mm): Path {
    this.stat.flushes++;
    return flush_tlb_page(this.k, c, mm, 'migrate_pages');
  }

  flushOnce(): Path {
    return READY;
  }
}

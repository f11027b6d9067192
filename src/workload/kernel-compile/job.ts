// One job of make: steps of user time, kernel time, accesses to page tables, and one page that is mapped and copied.
//
// Its choices come from streams of its own, one per purpose: no flip and no other job shifts them.

import type { Random } from '../../base/random.ts';
import { US } from '../../base/time.ts';
import { Panic } from '../../engine/panic.ts';
import { symbols } from '../../engine/symbols.ts';
import { access } from '../../kernel/highmem/access.ts';
import { type HighPage, NOWHERE, type Vpn } from '../../kernel/highmem/high-page.ts';
import type { Highmem } from '../../kernel/highmem/highmem.ts';
import { kmap, kmap_pagetable } from '../../kernel/highmem/kmap.ts';
import { kunmap } from '../../kernel/highmem/kunmap.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { COND_RESCHED, computeFor, sleepFor } from '../../machine/wait.ts';
import type { OtherLock } from './other-lock.ts';
import { type FreshPages, PageSet } from './page-set.ts';
import { readBlock } from './read-block.ts';
import type { KernelCompileParams } from './schema.ts';

const S = symbols(
  'system_call',
  'sys_read',
  'file_read_actor',
  'sys_write',
  'generic_file_write',
  'do_page_fault',
  'handle_mm_fault',
  'do_wp_page',
);

/** Where the blocks lie that a job reads: a disk of 16 GB. */
const DISK_PAGES = 2 ** 22;

/** What all jobs share. */
export interface CompileWorld {
  readonly highmem: Highmem;
  readonly params: KernelCompileParams;
  readonly fresh: FreshPages;
  readonly otherLocks: readonly OtherLock[];
  /** Does the job with this number go on? */
  isWanted(id: number): boolean;
  stepDone(): void;
}

export class Job {
  private readonly world: CompileWorld;
  private readonly id: number;
  private readonly think: Random;
  private readonly waits: Random;
  private readonly blocks: Random;
  private readonly locks: Random;
  private readonly files: PageSet;
  private readonly tables: PageSet;

  constructor(world: CompileWorld, id: number) {
    const { highmem, params, fresh } = world;
    const stream = (name: string): Random => highmem.k.engine.random(`job${id}/${name}`);
    this.world = world;
    this.id = id;
    this.think = stream('think');
    this.waits = stream('waits');
    this.blocks = stream('blocks');
    this.locks = stream('locks');
    this.files = new PageSet(params.recentPages, fresh, params.freshShare, stream('files'));
    this.tables = new PageSet(params.tablePages, fresh, params.freshShare, stream('tables'));
  }

  *run(c: Call): Path {
    const { world, waits } = this;
    const { stepsPerWait, waitUs } = world.params;
    while (world.isWanted(this.id)) {
      yield* this.step(c);
      world.stepDone();
      if (waits.below(stepsPerWait) === 0) yield sleepFor(1 + waits.expNs(stepsPerWait * waitUs * US));
      yield COND_RESCHED;
    }
  }

  private *step(c: Call): Path {
    const { tablesPerStep } = this.world.params;
    const tables = Math.floor(tablesPerStep + this.think.unit());
    for (let left = tables; left > 0; left--) {
      yield* this.compute(c, tables + 1);
      yield* this.fault(c.enter(S.do_page_fault));
    }
    yield* this.compute(c, tables + 1);
    const writes = this.waits.unit() < this.world.params.writeShare;
    if (writes) yield* this.write(c.enter(S.sys_write));
    else yield* this.read(c.enter(S.sys_read));
  }

  /** One of so many parts of a step's own time. */
  private *compute(c: Call, parts: number): Path {
    const { userUs, kernelUs } = this.world.params;
    c.spendIn(S.system_call, this.think.expNs((kernelUs * US) / parts));
    for (const lock of this.world.otherLocks) {
      const takes = Math.floor(lock.params.perStep / parts + this.locks.unit());
      for (let left = takes; left > 0; left--) yield* lock.take(c);
    }
    yield* computeFor(c, this.think.expNs((userUs * US) / parts));
  }

  private *fault(from: Call): Path {
    const { highmem, params } = this.world;
    const c = from.enter(S.handle_mm_fault);
    const table = this.tables.draw();
    const at = yield* kmap_pagetable(highmem, c, table);
    c.spendIn(S.do_wp_page, params.tableUs * US);
    if (at === NOWHERE) return;
    this.reach(c, at, table);
    yield* kunmap(highmem, c, at);
  }

  private *read(from: Call): Path {
    const c = from.enter(S.file_read_actor);
    const page = this.files.draw();
    const at = yield* kmap(this.world.highmem, c, page);
    yield* this.copy(c, at, page);
  }

  /** generic_file_write of 2.4 maps the page first, and then reads its block, of which it writes only a part. */
  private *write(from: Call): Path {
    const { highmem } = this.world;
    const c = from.enter(S.generic_file_write);
    const page = this.files.draw();
    const at = yield* kmap(highmem, c, page);
    yield* readBlock(highmem.k, c, this.blocks.below(DISK_PAGES));
    yield* this.copy(c, at, page);
  }

  private *copy(c: Call, at: Vpn, page: HighPage): Path {
    const { highmem, params } = this.world;
    this.reach(c, at, page);
    c.spend(params.copyUs * US);
    yield* kunmap(highmem, c, at);
  }

  private reach(c: Call, at: Vpn, { pfn }: HighPage): void {
    const reached = access(this.world.highmem, c, at);
    if (reached !== pfn) throw new Panic('another page under this address', { vpn: at, pfn, reached });
  }
}

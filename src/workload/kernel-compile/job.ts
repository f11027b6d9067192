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
import { COND_RESCHED, computeFor, ioSleepFor, sleepFor } from '../../machine/wait.ts';
import { type FreshPages, PageSet } from './page-set.ts';
import type { KernelCompileParams } from './schema.ts';

const S = symbols('system_call', 'sys_read', 'file_read_actor', 'do_page_fault', 'handle_mm_fault', 'do_wp_page');

/** What all jobs share. */
export interface CompileWorld {
  readonly highmem: Highmem;
  readonly params: KernelCompileParams;
  readonly fresh: FreshPages;
  /** Does the job with this number go on? */
  isWanted(id: number): boolean;
  stepDone(): void;
}

export class Job {
  private readonly world: CompileWorld;
  private readonly id: number;
  private readonly think: Random;
  private readonly waits: Random;
  private readonly files: PageSet;
  private readonly tables: PageSet;

  constructor(world: CompileWorld, id: number) {
    const { highmem, params, fresh } = world;
    const stream = (name: string): Random => highmem.k.engine.random(`job${id}/${name}`);
    this.world = world;
    this.id = id;
    this.think = stream('think');
    this.waits = stream('waits');
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
    yield* this.read(c.enter(S.sys_read));
  }

  /** One of so many parts of a step's own time. */
  private *compute(c: Call, parts: number): Path {
    const { userUs, kernelUs } = this.world.params;
    c.spendIn(S.system_call, this.think.expNs((kernelUs * US) / parts));
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
    const { highmem, params } = this.world;
    const c = from.enter(S.file_read_actor);
    const page = this.files.draw();
    const at = yield* kmap(highmem, c, page);
    if (this.waits.unit() < params.heldWaitShare) yield ioSleepFor(1 + this.waits.expNs(params.heldWaitUs * US));
    this.reach(c, at, page);
    c.spend(params.copyUs * US);
    yield* kunmap(highmem, c, at);
  }

  private reach(c: Call, at: Vpn, { pfn }: HighPage): void {
    const reached = access(this.world.highmem, c, at);
    if (reached !== pfn) throw new Panic('another page under this address', { vpn: at, pfn, reached });
  }
}

// test_str02: each thread creates one child with a stack of its own and waits for it, so all stacks live at once and one CPU works.

import { type Ns, SECOND, US } from '../../base/time.ts';
import { type Figure, mean, rate, value } from '../../engine/figure.ts';
import { TIME } from '../../engine/probe.ts';
import { symbols, userSymbol } from '../../engine/symbols.ts';
import type { AddressSpaces } from '../../kernel/address-space/address-spaces.ts';
import type { MmStruct } from '../../kernel/address-space/mm-struct.ts';
import { do_page_fault, sys_mmap2, sys_mprotect, sys_munmap } from '../../kernel/address-space/mmap.ts';
import { PROT, type Vpn } from '../../kernel/address-space/vm-area.ts';
import {
  Completion,
  complete,
  WaitQueue,
  wait_event,
  wait_for_completion,
  wake_up,
} from '../../kernel/locking/wait-queue.ts';
import type { Kernel } from '../../kernel/mm/kernel.ts';
import { current } from '../../kernel/mm/task-struct.ts';
import type { Call } from '../../machine/call.ts';
import type { Path, Request } from '../../machine/path.ts';
import { sync } from '../../machine/wait.ts';
import { CreationTimes } from '../creation-times.ts';
import { LoadRamp } from '../load-ramp.ts';
import { type Program, type ProgramOptions, requirePart } from '../program.ts';
import type { ThreadStacksParams } from './schema.ts';
import { StackPool } from './stack-pool.ts';

const S = symbols('sys_clone', 'sys_exit', 'sys_futex');
const U = {
  pthread_create: userSymbol('pthread_create'),
  start_thread: userSymbol('start_thread'),
  pthread_join: userSymbol('pthread_join'),
  dl_map: userSymbol('_dl_map_object'),
};

export class ThreadStacks implements Program {
  readonly figures: readonly Figure[];
  private readonly k: Kernel;
  private readonly as: AddressSpaces;
  private readonly mm: MmStruct;
  private readonly params: ThreadStacksParams;
  private readonly stacks: StackPool;
  private readonly load: LoadRamp;
  private readonly times = new CreationTimes();
  /** Where the thread at the end of the chain waits for the load to change. */
  private readonly loadChanged = new WaitQueue();
  private loadChanges = 0;
  /** Threads besides the first. */
  private live = 0;
  private created = 0;
  /** Chains that have come to their end and back. */
  private rounds = 0;
  /** No room or too many VMAs: the chain grows no further until it has become shorter. */
  private isFull = false;

  constructor({ kernel, params, load }: ProgramOptions<ThreadStacksParams>) {
    this.k = kernel;
    this.as = requirePart('thread-stacks', kernel.addressSpaces, 'unmapped-area');
    this.mm = this.as.createMm();
    this.params = params;
    this.stacks = new StackPool(this.as, this.mm, params);
    this.load = new LoadRamp(kernel.engine, load);
    kernel.scheduler.wake(kernel.createTask('test_str02', null, (c) => this.main(c)));
    this.figures = this.declareFigures();
  }

  setLoad(target: number, overNs: Ns): void {
    this.load.moveTo(target, overNs);
    this.isFull = false;
    this.loadChanges++;
    wake_up(this.loadChanged);
  }

  private *main(c: Call): Path {
    yield* this.mapLibraries(c.enter(U.dl_map));
    if (this.params.pinnedHole) yield* this.pinHole(c.enter(U.dl_map));
    yield* this.chain(c, 0);
  }

  private *mapLibraries(c: Call): Path {
    const { libraries, libraryPages } = this.params;
    for (let left = libraries; left > 0; left--) {
      const start = yield* sys_mmap2(this.as, c, this.mm, 2 * libraryPages, PROT.read | PROT.exec);
      const data = { start: start + libraryPages, end: start + 2 * libraryPages, prot: PROT.read | PROT.write };
      yield* sys_mprotect(this.as, c, this.mm, data);
    }
  }

  /** Three mappings of a page, of which the middle one goes. */
  private *pinHole(c: Call): Path {
    const pages: Vpn[] = [];
    for (let left = 3; left > 0; left--) pages.push(yield* sys_mmap2(this.as, c, this.mm, 1, PROT.read));
    yield* sys_munmap(this.as, c, this.mm, pages[1] as Vpn, 1);
  }

  /** What the thread with `before` threads before it does: as long as more are wanted, create the next and join it. */
  private *chain(c: Call, before: number): Path {
    for (;;) {
      yield* sync(c);
      if (this.params.unwinds && before > 0 && before === this.load.target) this.load.moveTo(0, 0);
      if (before > this.load.wanted) return;
      const stack = this.isFull || before === this.load.wanted ? 0 : yield* this.createNext(c, before);
      if (stack === 0) yield this.waitForLoad(c);
    }
  }

  /** Sleeps until the load is another, or has moved on by about one on its way. */
  private waitForLoad({ task }: Call): Request {
    const { load, loadChanges, k } = this;
    const stepNs = load.nextStepNs;
    const nextLook = stepNs > 0 ? k.engine.now + stepNs : Number.POSITIVE_INFINITY;
    if (stepNs > 0) task.startTimer(stepNs);
    return wait_event(this.loadChanged, () => this.loadChanges !== loadChanges || k.engine.now >= nextLook);
  }

  /** pthread_create and pthread_join; the stack, or 0 when there is no room for one. */
  private *createNext(c: Call, before: number): Path<Vpn> {
    const { k } = this;
    const began = k.engine.now;
    const create = c.enter(U.pthread_create);
    const stack = yield* this.stacks.allocate(create);
    if (stack === 0) {
      this.isFull = true;
      return 0;
    }
    const ended = new Completion();
    create.spendIn(S.sys_clone, k.costs.syscall + this.as.costs.cloneThread);
    this.as.cache.pass(c.cpu.id, this.as.costs.threadBytes);
    yield* sync(create);
    k.scheduler.wake(
      k.createTask(`thread/${before + 1}`, null, (child) => this.thread(child, { before, stack, began, ended })),
    );
    const join = c.enter(U.pthread_join);
    join.spendIn(S.sys_futex, k.costs.syscall + this.as.costs.futex);
    yield wait_for_completion(ended);
    yield* this.stacks.release(c.enter(U.pthread_join), stack);
    if (before === 0) this.rounds++;
    return stack;
  }

  private *thread(
    from: Call,
    { before, stack, began, ended }: { before: number; stack: Vpn; began: Ns; ended: Completion },
  ): Path {
    const c = from.enter(U.start_thread);
    const { k } = this;
    yield* do_page_fault(this.as, c, this.mm, stack + this.params.stackPages - 1);
    yield* sync(c);
    this.live++;
    this.created++;
    this.times.note(before, k.engine.now - began);
    yield* this.chain(c, before + 1);
    c.spendIn(S.sys_exit, k.costs.syscall + this.as.costs.exitThread);
    c.spendIn(S.sys_futex, this.as.costs.futex);
    yield* sync(c);
    this.live--;
    k.tasks.delete(current(c));
    complete(ended);
  }

  private systemNs(): Ns {
    return this.k.cpus.reduce((sum, cpu) => sum + (cpu.time[TIME.sys] as number), 0);
  }

  private declareFigures(): readonly Figure[] {
    return [
      value('stacks.threads', 'threads', '', 'threads that live, besides the first', () => this.live),
      rate('stacks.rate', 'created', '/s', 'threads created', () => this.created),
      mean('stacks.usPerThread', 'per thread', 'us', 'system time per thread created', {
        read: () => this.systemNs() / US,
        per: () => this.created,
      }),
      value('stacks.systemTime', 'system time', 's', 'system time since the run began', () => this.systemNs() / SECOND),
      value('stacks.each', 'each', 'us', 'system time of the run by threads created', () =>
        this.created === 0 ? 0 : this.systemNs() / US / this.created,
      ),
      value('stacks.rounds', 'rounds', '', 'chains that have ended', () => this.rounds),
      value(
        'stacks.knee',
        'knee',
        'threads',
        'threads at which a creation first cost twice what the first hundred cost',
        () => this.times.knee(),
      ),
      value(
        'stacks.growth',
        'growth',
        '',
        'a creation grows with this power of the threads; over the last octave',
        () => this.times.growth(),
      ),
    ];
  }
}

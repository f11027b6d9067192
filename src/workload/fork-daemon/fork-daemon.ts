// The program behind 7a3ef208e662: a process forks, its child goes on and forks in turn, and the parent exits a little
// later, for ever. A few live at any time, each a generation younger than its parent.

import { MS, type Ns, US } from '../../base/time.ts';
import { type Figure, mean, value } from '../../engine/figure.ts';
import { do_execve, do_exit } from '../../kernel/mm/exit.ts';
import { do_fork } from '../../kernel/mm/fork.ts';
import type { Kernel } from '../../kernel/mm/kernel.ts';
import { touch } from '../../kernel/mm/memory.ts';
import { current, type TaskStruct } from '../../kernel/mm/task-struct.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { sleepFor, sync } from '../../machine/wait.ts';
import { CreationTimes } from '../creation-times.ts';
import { imageOf } from '../image-schema.ts';
import { LoadRamp } from '../load-ramp.ts';
import { ParentWait } from '../parent-wait.ts';
import type { Program, ProgramOptions } from '../program.ts';
import { chainsOf } from './chains.ts';
import type { ForkDaemonParams } from './schema.ts';

const KIB = 1024;

export class ForkDaemon implements Program {
  readonly figures: readonly Figure[];
  private readonly k: Kernel;
  private readonly params: ForkDaemonParams;
  private readonly load: LoadRamp;
  private readonly init: TaskStruct;
  private readonly wait: ParentWait;
  private readonly times = new CreationTimes();
  /** Each has one process that has not forked yet. */
  private daemons = 0;
  /** Of the daemon that has come furthest. */
  private generation = 0;
  private forks = 0;
  private forkNs: Ns = 0;

  constructor({ kernel, params, load }: ProgramOptions<ForkDaemonParams>) {
    this.k = kernel;
    this.params = params;
    this.load = new LoadRamp(kernel.engine, load);
    this.wait = new ParentWait(
      () => this.daemons < this.load.wanted,
      () => this.load.nextStepNs,
    );
    this.init = kernel.createTask('init', null, () => this.startDaemons());
    kernel.scheduler.wake(this.init);
    this.figures = this.declareFigures();
  }

  /** Daemons above the target end with their next fork. */
  setLoad(target: number, overNs: Ns): void {
    this.load.moveTo(target, overNs);
    this.wait.wake();
  }

  private *startDaemons(): Path {
    for (;;) {
      if (this.daemons >= this.load.wanted) yield this.wait;
      else {
        this.daemons++;
        this.k.scheduler.wake(this.k.createTask('daemon', null, (c) => this.daemon(c)));
      }
    }
  }

  private *daemon(c: Call): Path {
    yield* do_execve(this.k, c, imageOf('daemon', this.params.program));
    yield* this.live(c, 0);
    yield* do_exit(this.k, c);
  }

  private *live(c: Call, generation: number): Path {
    if ((yield* this.writePages(c)) && (yield* this.forkNext(c, generation))) {
      yield sleepFor(Math.floor(this.params.exitAfterMs * MS));
      return;
    }
    this.daemons--;
    this.wait.wake();
  }

  /** False when the process has to die. */
  private *writePages(c: Call): Path<boolean> {
    for (const { start, file } of this.params.program.areas) {
      const vma = file ? null : (current(c).mm?.find(start) ?? null);
      if (vma !== null && !(yield* touch(this.k, c, vma, start, this.params.written, true))) return false;
    }
    return !current(c).killed;
  }

  /** Tries until it has a child that goes on; false when there shall be none. */
  private *forkNext(c: Call, generation: number): Path<boolean> {
    const { k } = this;
    for (;;) {
      yield sleepFor(Math.floor(this.params.forkAfterMs * MS));
      if (current(c).killed || this.daemons > this.load.wanted) return false;
      const began = k.engine.now;
      const child = yield* do_fork(k, c, 'daemon', (own) => this.live(own, generation + 1));
      yield* sync(c);
      if (child === null) continue;
      this.note(generation, k.engine.now - began);
      return true;
    }
  }

  private note(generation: number, ns: Ns): void {
    this.times.note(generation, ns);
    this.generation = Math.max(this.generation, generation + 1);
    this.forks++;
    this.forkNs += ns;
  }

  private declareFigures(): readonly Figure[] {
    const { k } = this;
    const { anon_vma, anon_vma_chain } = k.slabs;
    return [
      value('daemon.count', 'daemons', '', 'daemons that fork for ever', () => this.daemons),
      value(
        'daemon.generation',
        'generation',
        '',
        'generations of the daemon that has forked most often',
        () => this.generation,
      ),
      mean('daemon.forkUs', 'time of a fork', 'us', 'from the call of fork to its return', {
        read: () => this.forkNs / US,
        per: () => this.forks,
      }),
      value(
        'daemon.growth',
        'growth exponent',
        '',
        'power of the generation with which the time of a fork grew over the last octave',
        () => this.times.growth(),
      ),
      value(
        'daemon.levels',
        'links of a VMA',
        '',
        'links of the VMA with the longest chain',
        () => chainsOf(k).longest,
      ),
      value('daemon.perVma', 'anon_vmas per VMA', '', 'anon_vmas alive for each VMA that has any', () => {
        const { vmas } = chainsOf(k);
        return vmas === 0 ? 0 : k.anonVmas.live / vmas;
      }),
      value(
        'daemon.slabKib',
        'reverse map',
        'KiB',
        'memory of anon_vmas and links',
        () => (anon_vma.objects * anon_vma.bytes + anon_vma_chain.objects * anon_vma_chain.bytes) / KIB,
      ),
    ];
  }
}

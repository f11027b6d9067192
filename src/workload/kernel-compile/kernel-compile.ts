// make -j of a kernel, as kmap sees it.

import { SECOND } from '../../base/time.ts';
import { type Figure, mean, rate, value } from '../../engine/figure.ts';
import { symbols } from '../../engine/symbols.ts';
import type { Highmem } from '../../kernel/highmem/highmem.ts';
import type { Kernel } from '../../kernel/mm/kernel.ts';
import { current } from '../../kernel/mm/task-struct.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { LoadFollower } from '../load-follower.ts';
import { LoadRamp } from '../load-ramp.ts';
import { type Program, type ProgramOptions, requirePart } from '../program.ts';
import { type CompileWorld, Job } from './job.ts';
import { OtherLock } from './other-lock.ts';
import { FreshPages } from './page-set.ts';
import type { KernelCompileParams } from './schema.ts';

const S = symbols('cc1');

export class KernelCompile implements Program, CompileWorld {
  readonly figures: readonly Figure[];
  readonly highmem: Highmem;
  readonly params: KernelCompileParams;
  readonly fresh = new FreshPages();
  readonly otherLocks: readonly OtherLock[];
  private readonly k: Kernel;
  private readonly load: LoadRamp;
  private readonly follower: LoadFollower;
  /** Jobs that run now, by number. */
  private readonly running = new Set<number>();
  private steps = 0;

  constructor({ kernel, params, load }: ProgramOptions<KernelCompileParams>) {
    this.k = kernel;
    this.highmem = requirePart('kernel-compile', kernel.highmem, 'kmap');
    this.params = params;
    this.otherLocks = params.otherLocks.map((one) => new OtherLock(this.highmem, one));
    this.load = new LoadRamp(kernel.engine, load);
    this.follower = new LoadFollower(kernel.engine, this.load, () => this.startJobs());
    this.startJobs();
    this.figures = this.declareFigures();
  }

  /** Jobs above the target end with their step. */
  setLoad(target: number, overNs: number): void {
    this.follower.moveTo(target, overNs);
  }

  isWanted(id: number): boolean {
    return id < this.load.wanted;
  }

  stepDone(): void {
    this.steps++;
  }

  private startJobs(): void {
    const { wanted } = this.load;
    for (let id = 0; id < wanted; id++) if (!this.running.has(id)) this.start(id);
  }

  private start(id: number): void {
    this.running.add(id);
    const task = this.k.createTask(`cc1/${id}`, null, (c) => this.compile(c, id));
    this.k.scheduler.wake(task);
  }

  private *compile(from: Call, id: number): Path {
    yield* new Job(this, id).run(from.enter(S.cc1));
    this.running.delete(id);
    this.k.tasks.delete(current(from));
  }

  private declareFigures(): readonly Figure[] {
    const { k, params } = this;
    return [
      value('compile.jobs', 'jobs', '', 'jobs of make', () => this.running.size),
      mean('compile.elapsed', 'compile', 's', 'time that the whole compile takes at this rate', {
        read: () => (k.engine.now / SECOND) * params.steps,
        per: () => this.steps,
      }),
      ...this.otherLocks.map((lock) =>
        mean(
          `compile.spin.${lock.params.name}`,
          `spinning for ${lock.params.name}`,
          '%',
          'time spent waiting for the lock, as a share of what readprofile counts: kernel and idle',
          { read: () => lock.waitedNs(k.engine.now), per: () => this.highmem.profiledNs() },
        ),
      ),
      rate('compile.steps', 'steps', '/s', 'steps of all jobs together', () => this.steps),
    ];
  }
}

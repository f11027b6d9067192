// A server of the kind that 5beb493052 names as real workloads (Oracle, PostgreSQL, Apache): a parent preforks workers,
// keeps up their number, and each worker serves requests out of memory that it has inherited and copied.

import { MS, type Ns, SECOND } from '../../base/time.ts';
import { type Figure, mean, rate, value } from '../../engine/figure.ts';
import { do_execve, reap } from '../../kernel/mm/exit.ts';
import { do_fork } from '../../kernel/mm/fork.ts';
import type { Kernel } from '../../kernel/mm/kernel.ts';
import type { TaskStruct } from '../../kernel/mm/task-struct.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { imageOf } from '../image-schema.ts';
import { LoadRamp } from '../load-ramp.ts';
import { ParentWait } from '../parent-wait.ts';
import type { Program, ProgramOptions } from '../program.ts';
import { Requests } from './requests.ts';
import type { ServerParams } from './schema.ts';
import { type ServerWorld, worker } from './worker.ts';

export class Server implements Program {
  readonly figures: readonly Figure[];
  /** Workers that live now, and that were forked since the run began. */
  workers = 0;
  forked = 0;
  readonly requests = new Requests();
  private readonly k: Kernel;
  private readonly params: ServerParams;
  private readonly world: ServerWorld;
  private readonly parent: TaskStruct;
  private readonly load: LoadRamp;
  private readonly wait: ParentWait;

  constructor({ kernel, params, load }: ProgramOptions<ServerParams>) {
    this.k = kernel;
    this.params = params;
    this.load = new LoadRamp(kernel.engine, load);
    this.wait = new ParentWait(
      () => this.workers < this.load.wanted,
      () => this.load.nextStepNs,
    );
    this.world = {
      k: kernel,
      params,
      requests: this.requests,
      isSurplus: () => this.workers > this.load.wanted,
    };
    this.parent = kernel.createTask('server', null, (c) => this.keepUp(c));
    kernel.scheduler.wake(this.parent);
    this.figures = this.declareFigures();
  }

  setLoad(target: number, overNs: Ns): void {
    this.load.moveTo(target, overNs);
    this.wait.wake();
  }

  private *keepUp(c: Call): Path {
    yield* do_execve(this.k, c, imageOf('server', this.params.program));
    for (;;) {
      yield* reap(this.k, c);
      if (this.workers < this.load.wanted) yield* this.forkWorker(c);
      else yield this.wait;
    }
  }

  private *forkWorker(c: Call): Path {
    const id = this.forked++;
    this.workers++;
    const child = yield* do_fork(this.k, c, 'worker', (own) => this.workerBody(own, id));
    if (child === null) this.workers--;
  }

  private *workerBody(c: Call, id: number): Path {
    yield* worker(this.world, c, id);
    this.workers--;
  }

  private declareFigures(): readonly Figure[] {
    const { requests } = this;
    const windowNs = this.params.windowSeconds * SECOND;
    const over = `over ${this.params.windowSeconds} s`;
    return [
      value('workers', 'workers', 'workers', 'workers that live and serve', () => this.workers),
      value('workers.forked', 'forked', 'workers', 'workers forked since the run began', () => this.forked),
      value('requests.done', 'answered', '', 'requests answered since the run began', () => requests.answered),
      value('requests.open', 'unanswered', '', 'requests that have come and wait for their answer', () =>
        requests.open(this.k.engine.now),
      ),
      { ...rate('requests.rate', 'requests/s', '/s', `requests answered, ${over}`, () => requests.answered), windowNs },
      {
        ...mean(
          'requests.responseMs',
          'response',
          'ms',
          `mean time from a request's arrival to its answer, of those answered ${over}`,
          { read: () => requests.responseNs / MS, per: () => requests.answered },
        ),
        windowNs,
      },
    ];
  }
}

// AIM7: the parent process forks the users and buries them.
//
// steady: a user who reaches the end of the list exits and is forked anew, while the number of users follows the load.
// benchmark: all users are forked, wait, start at once and run their list to the end.

import { type Ns, SECOND } from '../../base/time.ts';
import { type Figure, mean, rate, value } from '../../engine/figure.ts';
import { type Sym, symbols } from '../../engine/symbols.ts';
import { do_execve, reap } from '../../kernel/mm/exit.ts';
import { do_fork } from '../../kernel/mm/fork.ts';
import type { Kernel } from '../../kernel/mm/kernel.ts';
import { kill_all } from '../../kernel/mm/signal.ts';
import type { TaskStruct } from '../../kernel/mm/task-struct.ts';
import type { Call } from '../../machine/call.ts';
import type { Cpu } from '../../machine/cpu.ts';
import type { Path, Request } from '../../machine/path.ts';
import { imageOf } from '../image-schema.ts';
import { LoadRamp } from '../load-ramp.ts';
import { ParentWait } from '../parent-wait.ts';
import type { Program, ProgramOptions } from '../program.ts';
import { type BenchmarkRun, benchmarkFigures } from './benchmark-figures.ts';
import { BenchmarkRate, type Progress } from './benchmark-rate.ts';
import { CpuPeaks } from './cpu-peaks.ts';
import { FileSync } from './file-sync.ts';
import { JobOrders, jobList, meanJobNs } from './job-list.ts';
import { layoutOf } from './layout.ts';
import type { Aim7Params } from './schema.ts';
import { type Aim7World, user } from './user.ts';

export class Aim7 implements Program {
  readonly figures: readonly Figure[];
  /** Jobs done since the run began. */
  jobs = 0;
  /** Users that live now, and that have run their list to the end. */
  users = 0;
  finished = 0;
  /** Sum of the time that each user has lived, up to `countedAt`. */
  private userNs: Ns = 0;
  private countedAt: Ns = 0;
  /** Benchmark: when the users were let go. */
  startedAt: Ns = -1;
  private readonly k: Kernel;
  private readonly params: Aim7Params;
  private readonly world: Aim7World;
  private readonly list: Uint8Array;
  private readonly orders: JobOrders;
  private readonly driver: TaskStruct;
  private born = 0;
  private readonly load: LoadRamp;
  private readonly wait: ParentWait;
  private readonly paused: TaskStruct[] = [];
  private readonly untilStart = new StartWait(this.paused, () => this.startedAt >= 0);
  private mustKill = false;
  private run: BenchmarkRun | null = null;

  constructor({ kernel, params, load }: ProgramOptions<Aim7Params>) {
    this.k = kernel;
    this.params = params;
    this.load = new LoadRamp(kernel.engine, load);
    this.wait = new ParentWait(
      () => this.hasWork,
      () => (this.mayFork ? this.load.nextStepNs : -1),
    );
    this.list = jobList(params.tests, params.jobsPerUser);
    this.orders = new JobOrders(this.list);
    this.world = {
      k: kernel,
      params,
      layout: layoutOf(params),
      calls: params.tests.map(({ call = 'system_call' }) => symbols(call)[call] as Sym),
      files: new FileSync(kernel, 1 << 20),
      orders: this.orders,
      start: params.mode === 'benchmark' ? this.untilStart : null,
      sh: imageOf('sh', params.sh),
      tool: imageOf('tool', params.tool),
      jobDone: () => {
        this.jobs++;
      },
      listDone: () => {
        this.finished++;
      },
    };
    this.driver = kernel.createTask('reaim', null, (c) => this.drive(c));
    // In the steady form it keeps the load, so it must not wait for memory among those who are the load.
    this.driver.memalloc = params.mode === 'steady';
    kernel.scheduler.wake(this.driver);
    this.figures = this.declareFigures();
  }

  get jobsPerUser(): number {
    return this.list.length;
  }

  setLoad(target: number, overNs: Ns): void {
    this.load.moveTo(target, overNs);
    this.wait.wake();
  }

  /** The run is over: its users have to die, and none comes after them. */
  kill(): void {
    this.mustKill = true;
    this.setLoad(0, 0);
  }

  private *drive(c: Call): Path {
    yield* do_execve(this.k, c, imageOf('reaim', this.params.reaim));
    for (;;) {
      yield* this.bury(c);
      if (this.mustKill) yield* this.killUsers(c);
      else if (this.users < this.load.wanted && this.mayFork) yield* this.forkUser(c);
      else if (this.mayStart) this.start();
      else yield this.wait;
    }
  }

  private get mayFork(): boolean {
    return this.params.mode === 'steady' || this.startedAt < 0;
  }

  /** The benchmark's users are complete and have not been let go. */
  private get mayStart(): boolean {
    return this.params.mode === 'benchmark' && this.startedAt < 0 && this.users >= this.load.target;
  }

  private get hasWork(): boolean {
    return this.mustKill || (this.users < this.load.wanted && this.mayFork) || this.mayStart;
  }

  private *bury(c: Call): Path {
    this.changeUsers(-(yield* reap(this.k, c)));
  }

  private changeUsers(by: number): void {
    this.userNs = this.userTime;
    this.countedAt = this.k.engine.now;
    this.users += by;
  }

  /** Of all users, as of now. */
  private get userTime(): Ns {
    return this.userNs + this.users * (this.k.engine.now - this.countedAt);
  }

  private *killUsers(c: Call): Path {
    this.mustKill = false;
    yield* kill_all(this.k, c);
    for (const task of this.paused.splice(0)) task.wake();
  }

  private *forkUser(c: Call): Path {
    const random = this.k.engine.random(`user${this.born++}/order`);
    const order = this.orders.take(random);
    // In the steady form the first users start somewhere in their list, as if they had been there for long.
    const steady = this.params.mode === 'steady';
    const skipped = steady && this.k.engine.now < this.load.endsAt + SECOND ? random.below(this.orders.length) : 0;
    const child = yield* do_fork(this.k, c, 'multiuser', (own) => user(this.world, own, order, skipped));
    if (child === null) this.orders.give(order);
    else this.changeUsers(1);
  }

  /** kill(0, SIGUSR1): all users go. */
  private start(): void {
    this.startedAt = this.k.engine.now;
    const { users, startedAt: now } = this;
    const windowNs = this.params.rateWindowSeconds * SECOND;
    const mostPerWindow = (windowNs * this.k.cpus.length) / meanJobNs(this.params.tests, this.list);
    const rate = new BenchmarkRate({ jobs: users * this.list.length, windowNs, mostPerWindow });
    rate.start(now, this.progress);
    this.run = { users, rate, peaks: new CpuPeaks(this.k.scheduler.cpus, now) };
    for (const task of this.paused.splice(0)) task.wake();
  }

  /** How the benchmark goes; read once per tick. */
  private get benchmark(): BenchmarkRun | null {
    this.run?.rate.look(this.k.engine.now, this.progress);
    this.run?.peaks.look(this.k.engine.now);
    return this.run;
  }

  private get progress(): Progress {
    const { stat, swap, zone } = this.k;
    return {
      jobs: this.jobs,
      stolenPages: stat.pgsteal,
      roomPages: zone.freePages - zone.low,
      awayPages: swap.used - stat.swapCachePages,
    };
  }

  private declareFigures(): readonly Figure[] {
    const { windowSeconds } = this.params;
    const windowNs = windowSeconds * SECOND;
    const perMinute = { scale: 60, windowNs };
    const help = `jobs finished per minute of simulated time, over ${windowSeconds} s`;
    const userHelp = 'jobs per minute and user, over the same time: below 1 the system is past its crossover';
    const perUser = { read: () => this.jobs, per: () => this.userTime / (60 * SECOND) };
    return [
      value('users', 'users', 'users', 'AIM7 users alive', () => this.users),
      value('jobs.done', 'jobs', 'jobs', 'jobs finished since the run began', () => this.jobs),
      ...benchmarkFigures(() => this.benchmark),
      value('users.finished', 'finished', 'users', 'users that ran their list to the end', () => this.finished),
      { ...rate('jobs.perMinute', 'jobs/min', 'jobs/min', help, () => this.jobs), ...perMinute },
      { ...mean('jobs.perMinuteUser', 'jobs/min/user', 'jobs/min', userHelp, perUser), windowNs },
    ];
  }
}

/** pause(): sleeps until the start signal, or until the task has to die. */
class StartWait implements Request {
  private readonly paused: TaskStruct[];
  private readonly started: () => boolean;

  constructor(paused: TaskStruct[], started: () => boolean) {
    this.paused = paused;
    this.started = started;
  }

  perform(cpu: Cpu): boolean {
    const task = cpu.task as TaskStruct;
    if (this.started() || task.killed) return true;
    this.paused.push(task);
    cpu.block();
    return false;
  }
}

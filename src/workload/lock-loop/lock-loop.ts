// A loop over one lock: tasks think in user mode, take the lock, hold it, give it back. A closed system with one server,
// so that queueing theory says what must come out.

import type { Random } from '../../base/random.ts';
import type { Ns } from '../../base/time.ts';
import { UsageError } from '../../base/usage-error.ts';
import type { Figure } from '../../engine/figure.ts';
import { symbols } from '../../engine/symbols.ts';
import type { LockMode } from '../../kernel/locking/lock-class.ts';
import type { SectionLock } from '../../kernel/locking/section-lock.ts';
import type { Kernel, LoopLock } from '../../kernel/mm/kernel.ts';
import { current } from '../../kernel/mm/task-struct.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { COND_RESCHED, computeFor, sync } from '../../machine/wait.ts';
import { LoadFollower } from '../load-follower.ts';
import { LoadRamp } from '../load-ramp.ts';
import { type Program, type ProgramOptions, requirePart } from '../program.ts';
import { lockLoopFigures } from './figures.ts';
import type { Distribution, LockLoopParams } from './schema.ts';
import { Section } from './section.ts';
import { Tally } from './tally.ts';
import { Turns } from './turns.ts';

const S = symbols('lock_loop', 'section');

/** One stream per purpose, so that another lock sees the same tasks. */
interface Streams {
  readonly think: Random;
  readonly hold: Random;
  readonly mode: Random;
}

export class LockLoop implements Program {
  readonly figures: readonly Figure[];
  readonly k: Kernel;
  readonly section = new Section();
  readonly turns = new Turns();
  tally: Tally;
  /** Over the whole run, whatever the lock. */
  sections = 0;
  waitNs: Ns = 0;
  private readonly loopLock: LoopLock;
  private readonly params: LockLoopParams;
  private readonly load: LoadRamp;
  private readonly follower: LoadFollower;
  /** Tasks that run now, by number. */
  private readonly running = new Set<number>();

  constructor({ kernel, params, load }: ProgramOptions<LockLoopParams>) {
    this.k = kernel;
    this.loopLock = requirePart('lock-loop', kernel.loopLock, 'lock-kind');
    this.params = params;
    this.load = new LoadRamp(kernel.engine, load);
    this.tally = this.newTally(this.loopLock.gate.variant);
    this.follower = new LoadFollower(kernel.engine, this.load, () => this.startTasks());
    this.startTasks();
    this.figures = lockLoopFigures(this);
  }

  get tasks(): number {
    return this.running.size;
  }

  /** Tasks above the target end with their loop. */
  setLoad(target: number, overNs: Ns): void {
    this.follower.moveTo(target, overNs);
  }

  private startTasks(): void {
    const { wanted } = this.load;
    for (let id = 0; id < wanted; id++) if (!this.running.has(id)) this.start(id);
  }

  private start(id: number): void {
    const { k, params } = this;
    const place = id % params.cpus.length;
    const cpu = k.cpus[params.cpus[place] as number];
    if (cpu === undefined) throw new UsageError(this.noCpu(place));
    this.running.add(id);
    this.restart(this.loopLock.gate.variant);
    const stream = (purpose: string): Random => k.engine.random(`loop${id}/${purpose}`);
    const streams: Streams = { think: stream('think'), hold: stream('hold'), mode: stream('mode') };
    const task = k.createTask(`loop/${id}`, null, (c) => this.loop(c, id, streams));
    task.cpu = cpu;
    task.pinned = true;
    k.scheduler.wake(task);
  }

  private noCpu(place: number): string {
    const got = this.params.cpus[place];
    return `workload.params.cpus[${place}]: expected a CPU from 0 to ${this.k.cpus.length - 1}, got ${got}`;
  }

  private *loop(from: Call, id: number, streams: Streams): Path {
    const c = from.enter(S.lock_loop);
    const { params } = this;
    while (id < this.load.wanted) {
      yield* computeFor(c, draw(streams.think, params.thinkNs, params.think));
      yield* this.oneSection(c, id, streams);
      yield COND_RESCHED;
    }
    this.running.delete(id);
    this.restart(this.loopLock.gate.variant);
    this.k.tasks.delete(current(c));
  }

  /** One section, under the lock that stood there when it was queued for. */
  private *oneSection(from: Call, id: number, streams: Streams): Path {
    const { gate } = this.loopLock;
    const c = from.enter(S.section);
    const mode: LockMode = streams.mode.unit() < this.params.readers ? 'read' : 'write';
    const lock = yield* gate.enter(c);
    const askedAt = c.cpu.localNow;
    yield* lock.lockFor(c, mode);
    this.took(lock, id, c.cpu.localNow - askedAt);
    this.section.admit(lock, mode, this.k.engine.now);
    c.spend(draw(streams.hold, this.params.holdNs, this.params.hold));
    yield* sync(c);
    this.section.leave(lock, mode, this.k.engine.now);
    yield* lock.unlockFor(c, mode);
    gate.leave(c);
  }

  private took(lock: SectionLock, id: number, waitedNs: Ns): void {
    if (lock !== this.tally.of) this.restart(lock);
    this.tally.waited(waitedNs);
    this.turns.took(id, this.running.size);
    this.sections++;
    this.waitNs += waitedNs;
  }

  /** What is measured since the last change begins anew. */
  private restart(lock: SectionLock): void {
    this.tally = this.newTally(lock);
    this.turns.restart();
  }

  private newTally(lock: SectionLock): Tally {
    const { now } = this.k.engine;
    return new Tally(lock, now, this.section.busyNs(now));
  }
}

const draw = (random: Random, mean: Ns, as: Distribution): Ns => (as === 'constant' ? mean : random.expNs(mean));

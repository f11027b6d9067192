// A CPU: runs the path of one task at a time, spins, idles, takes interrupts, and accounts for every ns.
//
// * Costs are collected in a batch and pass as one event; the request that ended the batch is performed then.
// * An interrupt lengthens what it hits: when the event fires and time is still owed, to the batch or to a handler, it
//   is armed again. An event that was superseded (preemption) stays in the queue and is ignored when it fires.
// * user + sys + spin + irq + iowait + idle = elapsed time, at any instant at which settle() was called.

import type { Ns } from '../base/time.ts';
import { ROOT, type StackNode } from '../engine/call-tree.ts';
import type { Engine, Source } from '../engine/engine.ts';
import { Panic } from '../engine/panic.ts';
import { TIME, type TimeKind } from '../engine/probe.ts';
import { symbols } from '../engine/symbols.ts';
import { Batch } from './batch.ts';
import type { Coherence } from './coherence.ts';
import { Handlers } from './handlers.ts';
import { Looks } from './looks.ts';
import { type Request, resume } from './path.ts';
import type { Scheduler } from './scheduler.ts';
import type { Task } from './task.ts';
import type { Tickless } from './tickless.ts';

const S = symbols('schedule', 'default_idle', 'irq_enter', 'irq_exit', 'ktime_get', 'tick_nohz_stop_sched_tick');

const NEVER = -1;
/** Requests that one CPU may perform at one instant before it counts as a loop that never ends. */
const MAX_REQUESTS = 1_000_000;

export interface CpuCosts {
  readonly contextSwitchNs: Ns;
  /** From the wake-up of an idle CPU to its first instruction (HLT exit). */
  readonly idleWakeNs: Ns;
  /** Of all CPUs; null where an idle CPU takes interrupts like a busy one. */
  readonly tickless?: Tickless | null;
}

/** What all CPUs of a machine share. */
export interface CpuSurroundings {
  readonly engine: Engine;
  readonly scheduler: Scheduler;
  readonly coherence: Coherence;
  readonly costs: CpuCosts;
}

export type CpuState = 'idle' | 'run' | 'user' | 'spin';

/** An interrupt that waits until the CPU enables interrupts. */
interface Held {
  readonly node: StackNode;
  readonly ns: Ns;
  readonly arrival: Ns;
  readonly done: (handledAt: Ns) => void;
}

export class Cpu implements Source {
  // Side by side what every event looks at: with many CPUs, lines of cache are what an event costs.
  readonly id: number;
  readonly engine: Engine;
  private readonly slot: number;
  /** Null while idle, or on the way there. */
  task: Task | null = null;
  state: CpuState = 'idle';
  private dueAt: Ns = NEVER;
  private settledAt: Ns = 0;
  private readonly batch = new Batch();
  /** There are handlers that are not through. */
  private isInterrupted = false;
  /** Stack where the CPU spins or computes in user mode. */
  private waitNode: StackNode = ROOT;
  /** Spinlocks held or waited for: while there are any, the task must not sleep. */
  preemptCount = 0;
  readonly coherence: Coherence;
  /** CPU time by TIME kind since the run began; exact after settle(). */
  readonly time = new Float64Array(6);

  readonly node: number;
  readonly scheduler: Scheduler;
  private readonly costs: CpuCosts;
  /**
   * Where a switch to another task is charged: a chain of its own. What is known of the task that leaves is what it did
   * last, which need not have called schedule(), and what comes next may be the first task after idle time.
   */
  private readonly switchNode: StackNode;
  readonly idleNode: StackNode;
  private readonly irqEnterNode: StackNode;
  private readonly irqExitNode: StackNode;
  /** An idle CPU is on its way out of an interrupt handler, and when that is over is not known yet. */
  private owesExit = false;
  /** Since the run began: whoever has seen another number has lost what the CPU kept for a task. */
  switches = 0;
  /** Tasks that sleep on the disk and ran here last. */
  private iowaiters = 0;
  /** Of tasks that sleep here; null while there has been none. */
  private looks: Looks | null = null;
  /** What is left of this stretch of user mode. */
  private stretchNs: Ns = 0;
  private irqsOff = 0;
  private readonly held: Held[] = [];
  private readonly handlers = new Handlers();

  constructor({ engine, scheduler, coherence, costs }: CpuSurroundings, id: number, node: number) {
    this.engine = engine;
    this.id = id;
    this.node = node;
    this.scheduler = scheduler;
    this.coherence = coherence;
    this.costs = costs;
    this.slot = engine.addSource(this);
    this.switchNode = engine.tree.child(ROOT, S.schedule);
    this.idleNode = engine.tree.child(ROOT, S.default_idle);
    this.irqEnterNode = costs.tickless ? engine.tree.child(engine.tree.child(ROOT, S.irq_enter), S.ktime_get) : ROOT;
    this.irqExitNode = costs.tickless
      ? engine.tree.child(engine.tree.child(ROOT, S.irq_exit), S.tick_nohz_stop_sched_tick)
      : ROOT;
  }

  /** Charges `ns` to a call chain; it passes before the next request is performed. */
  spend(node: StackNode, ns: Ns): void {
    if (Math.floor(ns) !== ns || ns < 0) throw this.panic('charge of a broken number of ns', ns);
    if (ns > 0 && !this.batch.add(node, ns)) throw this.panic('path ran ahead too far', ns);
  }

  private panic(what: string, ns: Ns): Panic {
    return new Panic(what, { cpu: this.id, task: this.task?.name ?? '', ns }, this.engine.now);
  }

  /** The instant to which this CPU's own clock has run ahead. */
  get localNow(): Ns {
    return this.engine.now + this.batch.ns;
  }

  fire(now: Ns): void {
    if (now !== this.dueAt) return;
    this.settle();
    const owed = this.owed(now);
    if (owed > 0) {
      this.arm(now + owed);
      return;
    }
    this.dueAt = NEVER;
    if (this.task === null) this.reschedule();
    else if (this.state === 'user') this.leaveUser();
    else this.run(this.task);
  }

  /** Time that must still pass before what the CPU does now is through. */
  private owed(now: Ns): Ns {
    const own = this.state === 'user' ? this.stretchNs : this.batch.ns;
    return this.isInterrupted ? own + this.handlers.backlog(now) : own;
  }

  private arm(at: Ns): void {
    this.dueAt = at;
    this.engine.schedule(at, this.slot);
  }

  /** Runs the task's path until it waits or until simulated time has to pass. */
  private run(task: Task): void {
    this.state = 'run';
    for (let performed = 0; performed < MAX_REQUESTS; performed++) {
      const request: Request | null = task.pending;
      if (request !== null) {
        task.pending = null;
        if (!request.perform(this)) return;
      }
      const step = resume(task.path);
      if (step.done === true) {
        this.finish(task);
        return;
      }
      task.pending = step.value;
      if (this.batch.ns === 0) continue;
      if (!this.catchUp()) {
        this.arm(this.engine.now + this.batch.ns);
        return;
      }
      performed = 0;
    }
    throw this.panic('path goes on without spending time', 0);
  }

  /**
   * Lets the batch pass at once, if there is one and nothing else happens until it is through. A path that would wait for
   * that only need not yield then.
   */
  catchUp(): boolean {
    if (this.batch.ns === 0) return false;
    if (this.isInterrupted || !this.engine.passTo(this.engine.now + this.batch.ns, this.slot)) return false;
    this.settle();
    return true;
  }

  private finish(task: Task): void {
    this.mayLeave();
    task.end();
    this.scheduler.leave(this, task);
    this.reschedule();
  }

  // Waiting.

  /** The CPU burns time at `node` until grant(). Nothing may have been spent since the request was performed. */
  spin(node: StackNode): void {
    if (this.batch.ns > 0) throw this.panic('spin with time owed', this.batch.ns);
    this.settle();
    this.state = 'spin';
    this.waitNode = node;
  }

  /** Ends a spin `delay` from now, or when the interrupt handler that runs then is through. */
  grant(delay: Ns): void {
    this.arm(this.engine.now + delay);
  }

  /** The running task sleeps until Task.wake(); with `iowait` its CPU's idle time counts as such. */
  block(iowait = false): void {
    const task = this.task as Task;
    this.mayLeave();
    task.state = 'sleeping';
    if (iowait) {
      task.inIowait = true;
      this.iowaiters++;
    }
    this.scheduler.leave(this, task);
    this.reschedule();
  }

  private mayLeave(): void {
    if (this.preemptCount > 0) throw this.panic('scheduling while atomic', 0);
  }

  /** What those take who look here every `periodNs` whether they may go on; `settled`, so that it may be changed. */
  settledLooks(periodNs: Ns): Looks {
    this.settle();
    this.looks ??= new Looks(periodNs, this.costs.contextSwitchNs);
    return this.looks;
  }

  /** The scheduler woke a task that slept on the disk and ran here last. */
  endIowait(): void {
    if (this.state === 'idle') this.settle();
    this.iowaiters--;
  }

  /** Gives the CPU to the next task; the running one has been requeued or put to sleep, or is dead. */
  private reschedule(): void {
    this.settle();
    const last = this.task;
    const next = this.scheduler.pick(this);
    this.task = next;
    if (last !== null && last !== next) {
      this.engine.probe.switched(this.id, this.state === 'user' ? this.waitNode : this.batch.newest);
    }
    if (last !== null && last !== next && last.spinners !== null) leaveSpinners(last);
    if (next === null) {
      this.looks?.capUnpaid(this.engine.now);
      this.goIdle();
      return;
    }
    next.cpu = this;
    next.state = 'running';
    this.state = 'run';
    if (next !== last) {
      this.switches++;
      this.spend(this.switchNode, this.costs.contextSwitchNs);
      if (this.looks !== null) this.payLooks(this.looks);
    }
    this.arm(this.engine.now + this.batch.ns);
  }

  private payLooks(looks: Looks): void {
    this.spend(looks.node, looks.payAtSwitch(this.engine.now));
  }

  /** What the last task spent on its way out passes before the CPU is idle. */
  private goIdle(): void {
    this.state = this.batch.ns > 0 ? 'run' : 'idle';
    if (this.batch.ns > 0) this.arm(this.engine.now + this.batch.ns);
  }

  /** An idle CPU has something to run. One that an interrupt has woken looks when its handler is through. */
  kick(): void {
    if (this.state !== 'idle' || this.dueAt !== NEVER) return;
    const now = this.engine.now;
    const handled = this.handlers.lastEnd;
    this.arm(handled > now ? handled : now + this.costs.idleWakeNs);
  }

  /** The running task has used its share and somebody waits (need_resched). */
  get mustYield(): boolean {
    return this.scheduler.budget(this, this.task as Task) <= 0;
  }

  /** Makes room for a waiting task if the running one has used its share (at a safe point of a kernel path). */
  yieldIfDue(): boolean {
    const task = this.task as Task;
    this.mayLeave();
    if (this.scheduler.budget(this, task) > 0) return false;
    this.scheduler.requeue(this, task);
    this.reschedule();
    return true;
  }

  // User mode.

  /** Runs the task's remaining user time; ends early when its share of the CPU is used up. */
  enterUser(node: StackNode): boolean {
    const task = this.task as Task;
    this.mayLeave();
    if (task.userLeftNs <= 0) return true;
    const budget = this.scheduler.budget(this, task);
    if (budget <= 0) {
      this.scheduler.requeue(this, task);
      this.reschedule();
      return false;
    }
    this.settle();
    this.state = 'user';
    this.waitNode = node;
    this.stretchNs = Math.min(task.userLeftNs, budget);
    this.arm(this.engine.now + this.stretchNs);
    return false;
  }

  /** Somebody waits for this CPU now: a computing task may go on for `budget` at most. */
  limitUser(budget: Ns): void {
    if (this.state !== 'user') return;
    this.settle();
    if (budget >= this.stretchNs) return;
    this.stretchNs = Math.max(0, budget);
    this.arm(this.engine.now + this.owed(this.engine.now));
  }

  private leaveUser(): void {
    const task = this.task as Task;
    if (task.userLeftNs <= 0) this.run(task);
    else this.enterUser(this.waitNode);
  }

  // Interrupts.

  get irqsEnabled(): boolean {
    return this.irqsOff === 0;
  }

  /** Interrupts that come from now on wait. Only at a CPU's own instant: in a request, or right after a yield. */
  disableIrqs(): void {
    this.irqsOff++;
  }

  /** The counterpart; the interrupts that waited are taken now. */
  enableIrqs(): void {
    if (this.irqsOff === 0) throw this.panic('interrupts enabled twice', 0);
    if (--this.irqsOff > 0) return;
    for (const { node, ns, arrival, done } of this.held.splice(0)) done(this.handle(node, ns, arrival));
  }

  /**
   * An interrupt that arrives `delay` from now; its handler costs `ns`. `done` hears when the handler is through: at
   * once when the time is known, later when this CPU has interrupts off. What the CPU does now decides how it answers:
   * there is no event for the arrival.
   */
  interrupt(node: StackNode, ns: Ns, done: (handledAt: Ns) => void, delay: Ns = 0): void {
    this.enterInterrupt(node, ns, done, delay);
    this.leaveInterrupt();
  }

  /** Its first part, for interrupts that reach several CPUs at once: all enter before any leaves. */
  enterInterrupt(node: StackNode, ns: Ns, done: (handledAt: Ns) => void, delay: Ns): void {
    const arrival = this.engine.now + delay;
    if (this.irqsOff > 0) this.held.push({ node, ns, arrival, done });
    else done(this.handle(node, ns, arrival));
  }

  private handle(node: StackNode, ns: Ns, arrival: Ns): Ns {
    this.settle();
    const arrives = Math.max(arrival, this.engine.now);
    this.addHandler(node, this.enterIdle(this.answers(arrives)), ns);
    return this.handlers.lastEnd;
  }

  private addHandler(node: StackNode, start: Ns, ns: Ns): void {
    this.isInterrupted = true;
    this.handlers.add(node, start, ns);
  }

  /** When the handler begins on a CPU that answers then. */
  private enterIdle(answers: Ns): Ns {
    const { tickless } = this.costs;
    if (!tickless || this.state !== 'idle') return answers;
    const begins = tickless.enter(answers);
    this.addHandler(this.irqEnterNode, answers, begins - answers);
    this.owesExit = true;
    return begins;
  }

  leaveInterrupt(): void {
    if (!this.owesExit) return;
    this.owesExit = false;
    const from = this.handlers.lastEnd;
    const until = this.costs.tickless?.leave(from) ?? from;
    this.addHandler(this.irqExitNode, from, until - from);
  }

  /** When this CPU begins with an interrupt that arrives then, after those that it has to handle already. */
  answers(arrives: Ns): Ns {
    return Math.max(this.answersAt(arrives), this.handlers.lastEnd);
  }

  /** Idle, and reads the clock of all CPUs at an interrupt. */
  get sharesClock(): boolean {
    return this.state === 'idle' && Boolean(this.costs.tickless);
  }

  /** When this CPU executes its first instruction for an interrupt that arrives then. */
  private answersAt(arrives: Ns): Ns {
    if (this.state !== 'idle' || arrives < this.handlers.lastEnd) return arrives;
    return this.dueAt === NEVER ? arrives + this.costs.idleWakeNs : Math.max(arrives, this.dueAt);
  }

  /** Node of the innermost function that this CPU executes now. */
  get currentNode(): StackNode {
    const handler = this.handlers.nodeAt(this.engine.now);
    if (handler !== ROOT) return handler;
    if (this.state === 'idle') return this.idleNode;
    return this.state === 'run' ? this.batch.head(this.switchNode) : this.waitNode;
  }

  // Accounting.

  /** Credits all time that has passed since the last call. */
  settle(): void {
    const now = this.engine.now;
    const from = this.settledAt;
    if (now === from) return;
    this.settledAt = now;
    if (this.isInterrupted) this.isInterrupted = this.handlers.credit(from, now, this);
    else this.creditActivity(now - from, now);
  }

  /** For Handlers. */
  creditHandler(node: StackNode, ns: Ns): void {
    this.credit(node, ns, TIME.irq);
  }

  /** For Handlers too. */
  creditActivity(ns: Ns, until: Ns): void {
    if (this.state === 'run') this.creditBatch(ns);
    else if (this.state === 'spin') this.credit(this.waitNode, ns, TIME.spin);
    else if (this.state === 'user') this.creditUser(ns);
    else this.creditIdle(ns - (this.looks === null ? 0 : this.creditLooks(this.looks, ns, until)));
  }

  private creditIdle(ns: Ns): void {
    if (ns > 0) this.credit(this.idleNode, ns, this.iowaiters > 0 ? TIME.iowait : TIME.idle);
  }

  /** Returns how much they take of `ns` of idle time that had passed by `until`. */
  private creditLooks(looks: Looks, ns: Ns, until: Ns): Ns {
    const taken = looks.payOutOf(ns, until);
    if (taken > 0) this.credit(looks.node, taken, TIME.sys);
    return taken;
  }

  private credit(node: StackNode, ns: Ns, kind: TimeKind): void {
    this.time[kind] = (this.time[kind] as number) + ns;
    this.engine.tree.charge(node, ns);
    this.engine.probe.charge(this.id, node, ns, kind);
  }

  private creditUser(ns: Ns): void {
    (this.task as Task).userLeftNs -= ns;
    this.stretchNs -= ns;
    this.credit(this.waitNode, ns, TIME.user);
  }

  private creditBatch(ns: Ns): void {
    if (ns < this.batch.ns) {
      this.creditPart(ns);
      return;
    }
    this.time[TIME.sys] = (this.time[TIME.sys] as number) + ns;
    this.batch.pass(this.engine, this.id, ns);
  }

  private creditPart(ns: Ns): void {
    for (let left = ns; left > 0; ) {
      const node = this.batch.headNode;
      const part = this.batch.take(left);
      this.credit(node, part, TIME.sys);
      left -= part;
    }
  }
}

/** Nobody may spin on a lock whose owner does not run. */
function leaveSpinners(owner: Task): void {
  let watch = owner.spinners;
  owner.spinners = null;
  while (watch !== null) {
    const { next } = watch;
    watch.next = null;
    watch.ownerLeft();
    watch = next;
  }
}

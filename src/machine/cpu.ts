// A CPU: runs the path of one task at a time, spins, idles, takes interrupts, and accounts for every ns.
//
// * Costs are collected in a batch and pass as one event; the request that ended the batch is performed then.
// * An interrupt lengthens the batch that it hits: when the batch's event fires early, it is armed again by the
//   stolen time. A cut-short event (preemption) stays in the queue and is ignored, because it is not the due one.
// * user + sys + spin + irq + iowait + idle = elapsed time, at any instant at which settle() was called.

import type { Ns } from '../base/time.ts';
import { ROOT, type StackNode } from '../engine/call-tree.ts';
import type { Engine, Source } from '../engine/engine.ts';
import { Panic } from '../engine/panic.ts';
import { TIME, type TimeKind } from '../engine/probe.ts';
import { symbols } from '../engine/symbols.ts';
import type { Coherence } from './coherence.ts';
import type { Request } from './path.ts';
import type { Scheduler } from './scheduler.ts';
import type { Task } from './task.ts';

const S = symbols('schedule', 'default_idle');

const MAX_SEGMENTS = 256;
const NEVER = -1;

export interface CpuCosts {
  readonly contextSwitchNs: Ns;
  /** From the wake-up of an idle CPU to its first instruction (HLT exit). */
  readonly idleWakeNs: Ns;
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
  readonly done: (at: Ns) => void;
}

export class Cpu implements Source {
  readonly id: number;
  readonly node: number;
  readonly engine: Engine;
  readonly scheduler: Scheduler;
  readonly coherence: Coherence;
  private readonly costs: CpuCosts;
  private readonly slot: number;
  private readonly switchNode: StackNode;
  readonly idleNode: StackNode;

  task: Task | null = null;
  state: CpuState = 'idle';
  /** CPU time by TIME kind since the run began; exact after settle(). */
  readonly time = new Float64Array(6);
  /** Tasks that sleep on the disk and ran here last. */
  private iowaiters = 0;

  private dueAt: Ns = NEVER;
  private settledAt: Ns = 0;

  // The batch of charges in progress (state 'run').
  private readonly nodes = new Int32Array(MAX_SEGMENTS);
  private readonly spans = new Float64Array(MAX_SEGMENTS);
  private first = 0;
  private segments = 0;
  private batchNs: Ns = 0;
  /** Stack where the CPU spins or computes in user mode. */
  private waitNode: StackNode = ROOT;

  // Interrupts.
  private irqsOff = 0;
  private readonly held: Held[] = [];
  private stolenNs: Ns = 0;
  private irqUntil: Ns = 0;
  private readonly irqNodes: number[] = [];
  private readonly irqSpans: number[] = [];

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
  }

  /** Charges `ns` to a call chain; it passes before the next request is performed. */
  spend(node: StackNode, ns: Ns): void {
    if (ns % 1 !== 0 || ns < 0) throw new Panic('charge of a broken number of ns', { ns, cpu: this.id }, this.engine.now);
    if (ns === 0) return;
    this.batchNs += ns;
    const last = this.segments - 1;
    if (last >= this.first && this.nodes[last] === node) {
      this.spans[last] = (this.spans[last] as number) + ns;
      return;
    }
    if (this.segments === MAX_SEGMENTS) throw new Panic('path ran ahead too far', { cpu: this.id }, this.engine.now);
    this.nodes[this.segments] = node;
    this.spans[this.segments++] = ns;
  }

  /** The instant to which this CPU's own clock has run ahead. */
  get localNow(): Ns {
    return this.engine.now + this.batchNs;
  }

  fire(now: Ns): void {
    if (now !== this.dueAt) return;
    if (this.stolenNs > 0 && (this.state === 'run' || this.state === 'user')) {
      const stolen = this.stolenNs;
      this.stolenNs = 0;
      this.arm(now + stolen);
      return;
    }
    this.dueAt = NEVER;
    this.settle();
    if (this.state === 'idle') this.reschedule();
    else if (this.state === 'user') this.leaveUser();
    else this.run();
  }

  private arm(at: Ns): void {
    this.dueAt = at;
    this.engine.schedule(at, this.slot);
  }

  /** Runs the task's path until it waits or until simulated time has to pass. */
  private run(): void {
    this.state = 'run';
    const task = this.task as Task;
    for (;;) {
      const request: Request | null = task.pending;
      if (request !== null) {
        task.pending = null;
        if (!request.perform(this)) return;
      }
      const step = task.path.next();
      if (step.done === true) {
        this.finish(task);
        return;
      }
      task.pending = step.value;
      if (this.batchNs > 0) {
        this.arm(this.engine.now + this.batchNs);
        return;
      }
    }
  }

  private finish(task: Task): void {
    task.state = 'dead';
    this.scheduler.leave(this, task);
    this.reschedule();
  }

  // Waiting.

  /** The CPU burns time at `node` until grant(). */
  spin(node: StackNode): void {
    this.settle();
    this.state = 'spin';
    this.stolenNs = 0;
    this.waitNode = node;
  }

  /** Ends a spin `delay` from now, or when the interrupt handler that runs then is through. */
  grant(delay: Ns): void {
    this.arm(Math.max(this.engine.now + delay, this.irqUntil));
  }

  /** The running task sleeps until Task.wake(); with `iowait` its CPU's idle time counts as such. */
  block(iowait = false): void {
    const task = this.task as Task;
    task.state = 'sleeping';
    if (iowait) {
      task.inIowait = true;
      this.iowaiters++;
    }
    this.scheduler.leave(this, task);
    this.reschedule();
  }

  /** The scheduler woke a task that slept on the disk and ran here last. */
  endIowait(): void {
    if (this.state === 'idle') this.settle();
    this.iowaiters--;
  }

  /** Gives the CPU to the next task; the running one has been requeued or put to sleep. */
  private reschedule(): void {
    this.settle();
    const next = this.scheduler.pick(this);
    this.task = next;
    if (next === null) {
      this.state = 'idle';
      this.stolenNs = 0;
      return;
    }
    next.cpu = this;
    next.state = 'running';
    this.state = 'run';
    this.spend(this.switchNode, this.costs.contextSwitchNs);
    this.arm(this.engine.now + this.batchNs);
  }

  /** An idle CPU has something to run. */
  kick(): void {
    if (this.state !== 'idle' || this.dueAt !== NEVER) return;
    this.arm(Math.max(this.engine.now, this.irqUntil) + this.costs.idleWakeNs);
  }

  /** Makes room for a waiting task if the running one has used its share (at a safe point of a kernel path). */
  yieldIfDue(): boolean {
    const task = this.task as Task;
    if (this.scheduler.budget(this, task) > 0) return false;
    this.scheduler.requeue(this, task);
    this.reschedule();
    return true;
  }

  // User mode.

  /** Runs the task's remaining user time; ends early when its share of the CPU is used up. */
  enterUser(node: StackNode): boolean {
    const task = this.task as Task;
    if (task.userLeftNs <= 0) return true;
    if (this.yieldIfDue()) return false;
    this.settle();
    this.state = 'user';
    this.waitNode = node;
    this.arm(this.engine.now + Math.min(task.userLeftNs, this.scheduler.budget(this, task)));
    return false;
  }

  /** Somebody waits for this CPU now: a computing task may go on for `budget` at most. */
  limitUser(budget: Ns): void {
    if (this.state !== 'user') return;
    const end = this.engine.now + Math.max(0, budget);
    if (end < this.dueAt + this.stolenNs) {
      this.stolenNs = Math.max(0, this.irqUntil - end);
      this.arm(end);
    }
  }

  private leaveUser(): void {
    const task = this.task as Task;
    if (task.userLeftNs <= 0) {
      this.run();
      return;
    }
    if (this.yieldIfDue()) return;
    this.enterUser(this.waitNode);
  }

  // Interrupts.

  disableIrqs(): void {
    this.irqsOff++;
  }

  enableIrqs(): void {
    if (--this.irqsOff > 0) return;
    for (const one of this.held.splice(0)) one.done(this.takeInterrupt(one.node, one.ns));
  }

  /**
   * An interrupt arrives now; its handler costs `ns`. `done` hears when the handler is through: at once when the time
   * is known, later when this CPU has interrupts off.
   */
  interrupt(node: StackNode, ns: Ns, done: (at: Ns) => void): void {
    if (this.irqsOff > 0) this.held.push({ node, ns, done });
    else done(this.takeInterrupt(node, ns));
  }

  private takeInterrupt(node: StackNode, ns: Ns): Ns {
    this.settle();
    const now = this.engine.now;
    const asleep = this.state === 'idle' && this.dueAt === NEVER && now >= this.irqUntil;
    const start = Math.max(now, this.irqUntil) + (asleep ? this.costs.idleWakeNs : 0);
    this.irqUntil = start + ns;
    this.irqNodes.push(node);
    this.irqSpans.push(ns);
    if (this.state === 'run' || this.state === 'user') this.stolenNs += ns;
    else if (this.dueAt !== NEVER && this.dueAt < this.irqUntil) this.arm(this.irqUntil);
    return this.irqUntil;
  }

  get irqsEnabled(): boolean {
    return this.irqsOff === 0;
  }

  /** Node of the innermost function that this CPU executes now. */
  get currentNode(): StackNode {
    if (this.state === 'idle') return this.idleNode;
    if (this.state !== 'run') return this.waitNode;
    return this.segments > this.first ? (this.nodes[this.first] as number) : this.switchNode;
  }

  // Accounting.

  /** Credits all time that has passed since the last call. */
  settle(): void {
    const now = this.engine.now;
    let left = now - this.settledAt;
    if (left === 0) return;
    this.settledAt = now;
    left -= this.creditInterrupts(left);
    if (left === 0) return;
    if (this.state === 'run') this.creditBatch(left);
    else if (this.state === 'user') this.creditUser(left);
    else if (this.state === 'spin') this.credit(this.waitNode, left, TIME.spin);
    else this.credit(this.idleNode, left, this.iowaiters > 0 ? TIME.iowait : TIME.idle);
  }

  private credit(node: StackNode, ns: Ns, kind: TimeKind): void {
    this.time[kind] = (this.time[kind] as number) + ns;
    this.engine.tree.charge(node, ns);
    this.engine.probe.charge(this.id, node, ns, kind);
  }

  private creditInterrupts(limit: Ns): Ns {
    let left = limit;
    while (this.irqSpans.length > 0 && left > 0) {
      const span = this.irqSpans[0] as number;
      const part = Math.min(span, left);
      this.credit(this.irqNodes[0] as number, part, TIME.irq);
      left -= part;
      if (part < span) this.irqSpans[0] = span - part;
      else {
        this.irqSpans.shift();
        this.irqNodes.shift();
      }
    }
    return limit - left;
  }

  private creditUser(ns: Ns): void {
    (this.task as Task).userLeftNs -= ns;
    this.credit(this.waitNode, ns, TIME.user);
  }

  private creditBatch(ns: Ns): void {
    let left = ns;
    this.batchNs -= ns;
    while (left > 0) {
      if (this.first === this.segments) throw new Panic('time passed that nobody spent', { cpu: this.id, ns: left }, this.engine.now);
      const span = this.spans[this.first] as number;
      const part = Math.min(span, left);
      this.credit(this.nodes[this.first] as number, part, TIME.sys);
      left -= part;
      if (part < span) this.spans[this.first] = span - part;
      else this.first++;
    }
    if (this.first === this.segments) {
      this.first = 0;
      this.segments = 0;
    }
  }
}

// Sleeping mutexes of Linux 2.6.16 to 3.x. The wait list is FIFO, but the lock is not handed over: the release wakes
// the first sleeper, and who comes by before it runs may steal the lock.
//
// Interface: yield* mutex_lock(c, mutex); yield* mutex_unlock(c, mutex).
// * May sleep, so never call mutex_lock with a spinlock held.
// * With spinOnOwner (2.6.30, CONFIG_MUTEX_SPIN_ON_OWNER) a waiter burns its CPU while the owner runs, and goes to sleep
//   when the owner does. A release lets the spinner whose attempt comes first have the lock.

import type { Ns } from '../../base/time.ts';
import type { StackNode } from '../../engine/call-tree.ts';
import { Panic } from '../../engine/panic.ts';
import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Cpu } from '../../machine/cpu.ts';
import { type Path, RequestPath } from '../../machine/path.ts';
import type { OwnerWatch, Task } from '../../machine/task.ts';
import type { Handoff } from './handoff.ts';
import { LockBase } from './lock-base.ts';
import type { LockClass, Party } from './lock-class.ts';
import type { SpinQueue } from './spin-queue.ts';
import { moveLine } from './spinlock.ts';
import { WaitList } from './wait-list.ts';
import { listed, type Waiter } from './waiter.ts';

const S = symbols(
  'mutex_lock',
  'mutex_unlock',
  '__mutex_lock_slowpath',
  '__mutex_unlock_slowpath',
  'mutex_spin_on_owner',
);

export interface MutexKind {
  readonly lockClass: LockClass;
  /** Spin while the owner runs, and who wins at a release; null: sleep at once. */
  readonly spinOnOwner: Handoff | null;
  /** The locked instruction on a line that is already here. */
  readonly atomicNs: Ns;
  /** Queueing and going to sleep, without the context switch. */
  readonly slowNs: Ns;
  /** try_to_wake_up. */
  readonly wakeNs: Ns;
}

export class Mutex extends LockBase<MutexKind> implements OwnerWatch {
  private held: Waiter | null = null;
  private sleepers: WaitList | null = null;
  private spinning: SpinQueue | null = null;
  /** Other mutexes of the same owner that are spun on. */
  next: OwnerWatch | null = null;

  get isLocked(): boolean {
    return this.held !== null;
  }

  holders(): readonly Party[] {
    return listed(this.held);
  }

  /** Those who spin come first: they take the lock before any sleeper has woken. */
  waiters(): readonly Party[] {
    return [...listed(this.spinning?.head ?? null), ...listed(this.sleepers?.head ?? null)];
  }

  private get waiting(): number {
    return (this.spinning?.length ?? 0) + (this.sleepers?.length ?? 0);
  }

  /** Performed again whenever the task has slept or spun: true as soon as the lock is its own. */
  lock(cpu: Cpu, request: MutexLock): boolean {
    const now = cpu.engine.now;
    if (cpu.preemptCount > 0) throw new Panic('mutex taken while atomic', { lock: this.label, cpu: cpu.id }, now);
    if (this.held === null) {
      this.take(cpu, request);
      return true;
    }
    if (request.waiter === null) this.queueUp(cpu, request, this.held);
    else if (this.held === request.waiter) return true;
    if (this.kind.spinOnOwner !== null && !request.asleep && this.held.task.state === 'running')
      this.spin(cpu, request, this.held.task);
    else this.sleep(cpu, request);
    return false;
  }

  private take(cpu: Cpu, request: MutexLock): void {
    const { lockClass, atomicNs } = this.kind;
    const now = cpu.engine.now;
    const bounced = this.lineAt !== cpu.id;
    const ns = this.moveLine(cpu) + atomicNs;
    lockClass.acquired(bounced);
    cpu.spend(request.node, ns);
    const waiter = request.waiter ?? lockClass.pool.take(cpu.task as Task, cpu, 0, request.site, 'write');
    if (request.waiter !== null) {
      if (request.asleep) this.sleepers?.remove(waiter);
      lockClass.endWait(this, now + ns - waiter.since, this.waiting, now, ns);
    }
    waiter.cpu = cpu;
    waiter.since = now + ns;
    this.held = waiter;
  }

  private moveLine(cpu: Cpu): Ns {
    const ns = moveLine(cpu.coherence, this.lineAt, cpu.id);
    this.lineAt = cpu.id;
    return ns;
  }

  private queueUp(cpu: Cpu, request: MutexLock, held: Waiter): void {
    const { lockClass } = this.kind;
    const now = cpu.engine.now;
    const task = cpu.task as Task;
    if (held.task === task) throw new Panic('mutex taken twice', { lock: this.label, task: task.name }, now);
    lockClass.startWait(this, request.site, this.lineAt !== cpu.id, now);
    request.waiter = lockClass.pool.take(task, cpu, now, request.site, 'write');
  }

  private sleep(cpu: Cpu, request: MutexLock): void {
    const waiter = request.waiter as Waiter;
    if (!request.asleep) {
      this.sleepers ??= new WaitList();
      this.sleepers.push(waiter);
      request.asleep = true;
    }
    waiter.cpu = null;
    cpu.spend(request.slowNode, this.moveLine(cpu) + this.kind.slowNs);
    (cpu.task as Task).pending = request;
    cpu.block();
  }

  private spin(cpu: Cpu, request: MutexLock, owner: Task): void {
    if (this.spinning === null) {
      this.spinning = this.kind.lockClass.takeQueue(cpu.coherence);
      this.watch(owner);
    }
    this.spinning.push(request.waiter as Waiter);
    (cpu.task as Task).pending = request;
    cpu.spin(request.spinNode);
  }

  private watch(owner: Task): void {
    this.next = owner.spinners;
    owner.spinners = this;
  }

  private unwatch(owner: Task): void {
    if (owner.spinners === this) owner.spinners = this.next;
    else {
      let at = owner.spinners;
      while (at !== null && at.next !== this) at = at.next;
      if (at !== null) at.next = this.next;
    }
    this.next = null;
  }

  /** The owner sleeps or was preempted: nobody spins for that long. */
  ownerLeft(): void {
    const queue = this.spinning;
    this.spinning = null;
    if (queue === null) return;
    while (queue.length > 0) (queue.takeFirst().cpu as Cpu).grant(0);
    this.kind.lockClass.giveQueue(queue);
  }

  unlock(cpu: Cpu, nodes: { unlock: StackNode; slow: StackNode }): boolean {
    const { lockClass, atomicNs, wakeNs } = this.kind;
    const now = cpu.engine.now;
    const { held } = this;
    if (held === null || held.task !== cpu.task)
      throw new Panic('mutex released by another', { lock: this.label, task: cpu.task?.name ?? '' }, now);
    lockClass.released(this, held.since, now);
    lockClass.pool.give(held);
    this.held = null;
    if (this.spinning !== null) {
      this.unwatch(held.task);
      this.letSpinnerIn(cpu, this.spinning, now);
      cpu.spend(nodes.unlock, atomicNs);
    } else cpu.spend(nodes.unlock, this.moveLine(cpu));
    const first = this.sleepers?.head ?? null;
    if (first === null) return true;
    first.task.wake();
    cpu.spend(nodes.slow, wakeNs);
    return true;
  }

  private letSpinnerIn(cpu: Cpu, queue: SpinQueue, now: Ns): void {
    const { lockClass, spinOnOwner } = this.kind;
    const handoff = spinOnOwner as Handoff;
    const winner = handoff.take(queue, cpu);
    const winnerCpu = winner.cpu as Cpu;
    const delay = handoff.delay(queue, cpu, winnerCpu.id);
    this.lineAt = winnerCpu.id;
    lockClass.acquired(true);
    lockClass.endWait(this, now + delay - winner.since, this.waiting, now, delay);
    winner.since = now + delay;
    this.held = winner;
    if (queue.length > 0) this.watch(winner.task);
    else {
      this.spinning = null;
      lockClass.giveQueue(queue);
    }
    winnerCpu.grant(delay);
  }
}

class MutexLock extends RequestPath {
  readonly site: StackNode;
  readonly node: StackNode;
  readonly slowNode: StackNode;
  readonly spinNode: StackNode;
  /** Its record, as soon as it has to wait. */
  waiter: Waiter | null = null;
  /** On the wait list, where it stays until it has the lock. */
  asleep = false;
  private readonly mutex: Mutex;

  constructor(mutex: Mutex, c: Call) {
    super();
    const { tree } = c.task.engine;
    this.mutex = mutex;
    this.site = c.node;
    this.node = c.child(S.mutex_lock);
    this.slowNode = tree.child(this.node, S.__mutex_lock_slowpath);
    this.spinNode = tree.child(this.slowNode, S.mutex_spin_on_owner);
  }

  perform(cpu: Cpu): boolean {
    return this.mutex.lock(cpu, this);
  }
}

class MutexUnlock extends RequestPath {
  private readonly mutex: Mutex;
  private readonly nodes: { readonly unlock: StackNode; readonly slow: StackNode };

  constructor(mutex: Mutex, c: Call) {
    super();
    this.mutex = mutex;
    const unlock = c.child(S.mutex_unlock);
    this.nodes = { unlock, slow: c.task.engine.tree.child(unlock, S.__mutex_unlock_slowpath) };
  }

  perform(cpu: Cpu): boolean {
    return this.mutex.unlock(cpu, this.nodes);
  }
}

export const mutex_lock = (c: Call, mutex: Mutex): Path => new MutexLock(mutex, c);
export const mutex_unlock = (c: Call, mutex: Mutex): Path => new MutexUnlock(mutex, c);

// Reader-writer semaphores as lib/rwsem.c had them until 3.9: strictly FIFO, and the lock is handed over by whoever
// releases it. Readers at the head of the queue get it together, up to the first writer.
//
// Interface: yield* down_read(c, sem), up_read, down_write, up_write.
// * May sleep, so never call down_* with a spinlock held.
// * The new holder owns the lock from the release on, while it still has to wake up and get a CPU: with many waiters
//   every hold is lengthened by a wake-up.

import type { Ns } from '../../base/time.ts';
import type { StackNode } from '../../engine/call-tree.ts';
import { Panic } from '../../engine/panic.ts';
import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Cpu } from '../../machine/cpu.ts';
import { type Path, RequestPath } from '../../machine/path.ts';
import type { Task } from '../../machine/task.ts';
import { LockBase } from './lock-base.ts';
import type { LockClass, LockMode, Party } from './lock-class.ts';
import { moveLine } from './spinlock.ts';
import { WaitList } from './wait-list.ts';
import { listed, type Waiter } from './waiter.ts';

const S = symbols(
  'down_read',
  'down_write',
  'up_read',
  'up_write',
  'rwsem_down_read_failed',
  'rwsem_down_write_failed',
  'rwsem_wake',
);

export interface RwSemKind {
  readonly lockClass: LockClass;
  /** The locked instruction on a line that is already here. */
  readonly atomicNs: Ns;
  /** Queueing and going to sleep, without the context switch. */
  readonly slowNs: Ns;
  /** try_to_wake_up, for each task woken. */
  readonly wakeNs: Ns;
}

export class RwSem extends LockBase<RwSemKind> {
  /** The writer, or those who read now, latest first. */
  private held: Waiter | null = null;
  private heldSince: Ns = 0;
  private queue: WaitList | null = null;

  get isLocked(): boolean {
    return this.held !== null;
  }

  holders(): readonly Party[] {
    return listed(this.held);
  }

  waiters(): readonly Party[] {
    return this.queue === null ? [] : listed(this.queue.head);
  }

  private get isWritten(): boolean {
    return this.held !== null && this.held.mode === 'write';
  }

  private get hasQueue(): boolean {
    return this.queue !== null && this.queue.length > 0;
  }

  /** True: the lock is the task's. False: it sleeps, and is given the lock before it is woken. */
  down(cpu: Cpu, request: RwSemDown): boolean {
    const now = cpu.engine.now;
    if (cpu.preemptCount > 0) throw new Panic('rwsem taken while atomic', { lock: this.label, cpu: cpu.id }, now);
    const free = this.held === null || (request.mode === 'read' && !this.isWritten && !this.hasQueue);
    if (free) this.take(cpu, request);
    else this.sleep(cpu, request);
    return free;
  }

  private take(cpu: Cpu, { mode, site, node }: RwSemDown): void {
    const { lockClass, atomicNs } = this.kind;
    const ns = moveLine(cpu.coherence, this.lineAt, cpu.id) + atomicNs;
    lockClass.acquired(this.lineAt !== cpu.id);
    this.lineAt = cpu.id;
    cpu.spend(node, ns);
    this.hold(lockClass.pool.take(cpu.task as Task, cpu, cpu.engine.now + ns, site, mode));
  }

  private hold(waiter: Waiter): void {
    if (this.held === null) this.heldSince = waiter.since;
    waiter.next = this.held;
    this.held = waiter;
  }

  private sleep(cpu: Cpu, request: RwSemDown): void {
    const { lockClass, slowNs } = this.kind;
    const now = cpu.engine.now;
    const task = cpu.task as Task;
    if (this.held?.task === task && this.isWritten)
      throw new Panic('rwsem taken twice', { lock: this.label, task: task.name }, now);
    this.queue ??= new WaitList();
    lockClass.startWait(this, request.site, this.lineAt !== cpu.id, now);
    const waiter = lockClass.pool.take(task, null, now, request.site, request.mode);
    this.queue.push(waiter);
    cpu.spend(request.failedNode, moveLine(cpu.coherence, this.lineAt, cpu.id) + slowNs);
    this.lineAt = cpu.id;
    request.waiter = waiter;
    task.pending = request;
    cpu.block();
  }

  /** The woken holder has a CPU again: from here on lock_stat counts it as holding. */
  resume(cpu: Cpu, waiter: Waiter): void {
    const { lockClass } = this.kind;
    const now = cpu.engine.now;
    lockClass.wait.add(now - waiter.queuedAt);
    lockClass.extendWait(now - waiter.since);
    lockClass.acquired(true);
    waiter.since = now;
    waiter.cpu = cpu;
  }

  up(cpu: Cpu, mode: LockMode, nodes: { up: StackNode; wake: StackNode }): boolean {
    const { lockClass } = this.kind;
    const now = cpu.engine.now;
    const holder = this.release(cpu, mode);
    lockClass.hold.add(now - holder.since);
    lockClass.pool.give(holder);
    cpu.spend(nodes.up, moveLine(cpu.coherence, this.lineAt, cpu.id));
    this.lineAt = cpu.id;
    if (this.held !== null) return true;
    lockClass.wasHeld(this, this.heldSince, now);
    if (this.queue !== null) this.wakeNext(cpu, this.queue, nodes.wake);
    return true;
  }

  private release(cpu: Cpu, mode: LockMode): Waiter {
    let before: Waiter | null = null;
    for (let at = this.held; at !== null; at = at.next) {
      if (at.task === cpu.task && at.mode === mode) {
        if (before === null) this.held = at.next;
        else before.next = at.next;
        return at;
      }
      before = at;
    }
    throw new Panic('rwsem released by a task that does not hold it', { lock: this.label, mode }, cpu.engine.now);
  }

  /** __rwsem_do_wake: the first in the queue, and when it reads all readers right behind it. */
  private wakeNext(cpu: Cpu, queue: WaitList, node: StackNode): void {
    let woken = 0;
    do {
      const next = queue.shift();
      if (next === null) break;
      this.give(next, queue.length, cpu.engine.now);
      next.task.wake();
      woken++;
    } while (!this.isWritten && queue.head?.mode === 'read');
    cpu.spend(node, woken * this.kind.wakeNs);
    if (queue.length === 0) this.queue = null;
  }

  private give(waiter: Waiter, left: number, now: Ns): void {
    this.kind.lockClass.leaveQueue(this, left, now);
    waiter.queuedAt = waiter.since;
    waiter.since = now;
    this.hold(waiter);
  }
}

class RwSemDown extends RequestPath {
  readonly mode: LockMode;
  readonly site: StackNode;
  readonly node: StackNode;
  readonly failedNode: StackNode;
  /** Its place in the queue; null before it sleeps. */
  waiter: Waiter | null = null;
  private readonly sem: RwSem;

  constructor(sem: RwSem, mode: LockMode, c: Call) {
    super();
    this.sem = sem;
    this.mode = mode;
    this.site = c.node;
    const read = mode === 'read';
    this.node = c.child(read ? S.down_read : S.down_write);
    const failed = read ? S.rwsem_down_read_failed : S.rwsem_down_write_failed;
    this.failedNode = c.task.engine.tree.child(this.node, failed);
  }

  perform(cpu: Cpu): boolean {
    if (this.waiter === null) return this.sem.down(cpu, this);
    this.sem.resume(cpu, this.waiter);
    return true;
  }
}

class RwSemUp extends RequestPath {
  private readonly sem: RwSem;
  private readonly mode: LockMode;
  private readonly nodes: { readonly up: StackNode; readonly wake: StackNode };

  constructor(sem: RwSem, mode: LockMode, c: Call) {
    super();
    this.sem = sem;
    this.mode = mode;
    const up = c.child(mode === 'read' ? S.up_read : S.up_write);
    this.nodes = { up, wake: c.task.engine.tree.child(up, S.rwsem_wake) };
  }

  perform(cpu: Cpu): boolean {
    return this.sem.up(cpu, this.mode, this.nodes);
  }
}

export const down_read = (c: Call, sem: RwSem): Path => new RwSemDown(sem, 'read', c);
export const up_read = (c: Call, sem: RwSem): Path => new RwSemUp(sem, 'read', c);
export const down_write = (c: Call, sem: RwSem): Path => new RwSemDown(sem, 'write', c);
export const up_write = (c: Call, sem: RwSem): Path => new RwSemUp(sem, 'write', c);

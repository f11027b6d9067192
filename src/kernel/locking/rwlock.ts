// Reader-writer spinlocks as i386 and x86-64 had them until 3.16: unfair. Whoever gets the line first has the lock, so
// the nearest waiter tends to win, and readers never wait for a waiting writer.
//
// Interface: yield* write_lock(c, lock), write_unlock, read_lock, read_unlock.
// * Never sleep or return to user mode with one held.

import type { Ns } from '../../base/time.ts';
import type { StackNode } from '../../engine/call-tree.ts';
import { Panic } from '../../engine/panic.ts';
import { type Sym, symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Cpu } from '../../machine/cpu.ts';
import { type Path, RequestPath } from '../../machine/path.ts';
import type { Task } from '../../machine/task.ts';
import type { Handoff } from './handoff.ts';
import { LockBase } from './lock-base.ts';
import type { LockClass, LockMode, Party } from './lock-class.ts';
import type { SpinQueue } from './spin-queue.ts';
import { moveLine } from './spinlock.ts';
import { listed, type Waiter } from './waiter.ts';

const S = symbols(
  '_read_lock',
  '_read_unlock',
  '_write_lock',
  '_write_unlock',
  '__read_lock_failed',
  '__write_lock_failed',
);

/** The names under which an era's kernels show an rwlock; `...Failed`: where it spins, null for in the lock function. */
export interface RwSymbols {
  readonly readLock: Sym;
  readonly readUnlock: Sym;
  readonly writeLock: Sym;
  readonly writeUnlock: Sym;
  readonly readFailed: Sym | null;
  readonly writeFailed: Sym | null;
}

/** x86 up to 2.6.32: out-of-line slow paths. */
export const X86_RW_SYMBOLS: RwSymbols = {
  readLock: S._read_lock,
  readUnlock: S._read_unlock,
  writeLock: S._write_lock,
  writeUnlock: S._write_unlock,
  readFailed: S.__read_lock_failed,
  writeFailed: S.__write_lock_failed,
};

/** ia64: spins in the lock functions themselves. */
export const IA64_RW_SYMBOLS: RwSymbols = { ...X86_RW_SYMBOLS, readFailed: null, writeFailed: null };

export interface RwKind {
  readonly lockClass: LockClass;
  /** byteHandoff for the unfair lock. */
  readonly handoff: Handoff;
  /** The locked instruction on a line that is already here. */
  readonly atomicNs: Ns;
  /** X86_RW_SYMBOLS when absent. */
  readonly symbols?: RwSymbols;
}

export class RwLock extends LockBase<RwKind> {
  private writer: Waiter | null = null;
  /** Those who read now, latest first. */
  private readers: Waiter | null = null;
  /** Since when it has been held without a break, by one or by readers together. */
  private heldSince: Ns = 0;
  private queue: SpinQueue | null = null;

  holders(): readonly Party[] {
    return this.writer === null ? listed(this.readers) : [this.writer];
  }

  waiters(): readonly Party[] {
    return listed(this.queue === null ? null : this.queue.head);
  }

  acquire(cpu: Cpu, mode: LockMode, site: StackNode, nodes: { lock: StackNode; spin: StackNode }): boolean {
    cpu.preemptCount++;
    const free = this.writer === null && (mode === 'read' || this.readers === null);
    if (free) this.take(cpu, mode, site, nodes.lock);
    else this.wait(cpu, mode, site, nodes.spin);
    return free;
  }

  private take(cpu: Cpu, mode: LockMode, site: StackNode, node: StackNode): void {
    const { lockClass, atomicNs } = this.kind;
    const now = cpu.engine.now;
    const ns = moveLine(cpu.coherence, this.lineAt, cpu.id) + atomicNs;
    lockClass.acquired(this.lineAt !== cpu.id);
    this.lineAt = cpu.id;
    cpu.spend(node, ns);
    this.hold(lockClass.pool.take(cpu.task as Task, cpu, now + ns, site, mode));
  }

  private hold(waiter: Waiter): void {
    if (this.writer === null && this.readers === null) this.heldSince = waiter.since;
    if (waiter.mode === 'write') {
      this.writer = waiter;
      return;
    }
    waiter.next = this.readers;
    this.readers = waiter;
  }

  private wait(cpu: Cpu, mode: LockMode, site: StackNode, node: StackNode): void {
    const { lockClass } = this.kind;
    const now = cpu.engine.now;
    if (this.writer?.cpu === cpu) throw new Panic('rwlock taken twice', { lock: this.label, cpu: cpu.id }, now);
    this.queue ??= lockClass.takeQueue(cpu.coherence);
    lockClass.startWait(this, site, this.lineAt !== cpu.id, now);
    this.queue.push(lockClass.pool.take(cpu.task as Task, cpu, now, site, mode));
    cpu.spin(node);
  }

  release(cpu: Cpu, mode: LockMode, node: StackNode): boolean {
    const { lockClass, atomicNs } = this.kind;
    const now = cpu.engine.now;
    cpu.preemptCount--;
    const holder = mode === 'write' ? this.endWrite(cpu) : this.endRead(cpu);
    lockClass.hold.add(now - holder.since);
    lockClass.pool.give(holder);
    const free = this.readers === null;
    if (free) lockClass.wasHeld(this, this.heldSince, now);
    if (free && this.queue !== null) {
      this.handOver(cpu, this.queue, now);
      cpu.spend(node, atomicNs);
      return true;
    }
    cpu.spend(node, moveLine(cpu.coherence, this.lineAt, cpu.id));
    this.lineAt = cpu.id;
    return true;
  }

  private endWrite(cpu: Cpu): Waiter {
    const writer = this.writer;
    if (writer === null || writer.cpu !== cpu)
      throw new Panic('rwlock released by another', { lock: this.label, cpu: cpu.id }, cpu.engine.now);
    this.writer = null;
    return writer;
  }

  private endRead(cpu: Cpu): Waiter {
    let before: Waiter | null = null;
    for (let at = this.readers; at !== null; at = at.next) {
      if (at.cpu === cpu) {
        if (before === null) this.readers = at.next;
        else before.next = at.next;
        return at;
      }
      before = at;
    }
    throw new Panic('rwlock released by a CPU that does not read', { lock: this.label, cpu: cpu.id }, cpu.engine.now);
  }

  /** The lock is free: the winner takes it, and when it reads, all others that want to read follow one by one. */
  private handOver(cpu: Cpu, queue: SpinQueue, now: Ns): void {
    const { handoff } = this.kind;
    const first = handoff.take(queue, cpu);
    const winner = (first.cpu as Cpu).id;
    let delay = Math.max(0, queue.busyUntil - now) + handoff.delay(queue, cpu, winner);
    queue.busyUntil = now + delay + (handoff.storm?.(queue, cpu, winner) ?? 0);
    this.grant(first, queue, delay, now);
    if (first.mode === 'read') {
      for (let next = nextReader(queue); next !== null; next = nextReader(queue)) {
        delay += cpu.coherence.transfer(this.lineAt, (next.cpu as Cpu).id);
        this.grant(next, queue, delay, now);
      }
    }
    if (queue.length > 0) return;
    this.queue = null;
    this.kind.lockClass.giveQueue(queue);
  }

  private grant(waiter: Waiter, queue: SpinQueue, delay: Ns, now: Ns): void {
    const { lockClass } = this.kind;
    const cpu = waiter.cpu as Cpu;
    this.lineAt = cpu.id;
    lockClass.acquired(true);
    lockClass.endWait(this, now + delay - waiter.since, queue.length, now, delay);
    waiter.since = now + delay;
    this.hold(waiter);
    cpu.grant(delay);
  }
}

function nextReader(queue: SpinQueue): Waiter | null {
  for (let at = queue.head; at !== null; at = at.next) {
    if (at.mode === 'read') return queue.take(0, (waiter) => waiter === at);
  }
  return null;
}

class RwLockRequest extends RequestPath {
  private readonly lock: RwLock;
  private readonly mode: LockMode;
  private readonly site: StackNode;
  private readonly nodes: { readonly lock: StackNode; readonly spin: StackNode };

  constructor(lock: RwLock, mode: LockMode, c: Call, lockSym: Sym, failedSym: Sym | null) {
    super();
    this.lock = lock;
    this.mode = mode;
    this.site = c.node;
    const node = c.child(lockSym);
    this.nodes = { lock: node, spin: failedSym === null ? node : c.task.engine.tree.child(node, failedSym) };
  }

  perform(cpu: Cpu): boolean {
    return this.lock.acquire(cpu, this.mode, this.site, this.nodes);
  }
}

class RwUnlockRequest extends RequestPath {
  private readonly lock: RwLock;
  private readonly mode: LockMode;
  private readonly node: StackNode;

  constructor(lock: RwLock, mode: LockMode, node: StackNode) {
    super();
    this.lock = lock;
    this.mode = mode;
    this.node = node;
  }

  perform(cpu: Cpu): boolean {
    return this.lock.release(cpu, this.mode, this.node);
  }
}

const names = (lock: RwLock): RwSymbols => lock.kind.symbols ?? X86_RW_SYMBOLS;

export const read_lock = (c: Call, lock: RwLock): Path =>
  new RwLockRequest(lock, 'read', c, names(lock).readLock, names(lock).readFailed);

export const read_unlock = (c: Call, lock: RwLock): Path =>
  new RwUnlockRequest(lock, 'read', c.child(names(lock).readUnlock));

export const write_lock = (c: Call, lock: RwLock): Path =>
  new RwLockRequest(lock, 'write', c, names(lock).writeLock, names(lock).writeFailed);

export const write_unlock = (c: Call, lock: RwLock): Path =>
  new RwUnlockRequest(lock, 'write', c.child(names(lock).writeUnlock));

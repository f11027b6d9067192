// Spinlocks. Waiters burn their CPU; the order in which they are served is the hand-off's.
//
// Interface: yield* spin_lock(c, lock); yield* spin_unlock(c, lock); the same with _irqsave / _irqrestore.
// * Each is carried out when it is called, if its CPU gets there before anything else happens: `yield*` it at once.
// * Never sleep or return to user mode with one held.
// * Hundreds of thousands are alive at once, a handful is held: a lock is a few words, records and queues come from
//   pools.

import type { Ns } from '../../base/time.ts';
import type { StackNode } from '../../engine/call-tree.ts';
import { Panic } from '../../engine/panic.ts';
import { type Sym, symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Coherence } from '../../machine/coherence.ts';
import type { Cpu } from '../../machine/cpu.ts';
import { type Path, READY } from '../../machine/path.ts';
import type { Task } from '../../machine/task.ts';
import type { Handoff } from './handoff.ts';
import { LockBase, NOBODY } from './lock-base.ts';
import type { LockClass, Party } from './lock-class.ts';
import type { SpinQueue } from './spin-queue.ts';
import { type SpinOperation, SpinRequest } from './spin-request.ts';
import { listed, type Waiter } from './waiter.ts';

export { byteHandoff, type Handoff, MCS, TICKET } from './handoff.ts';

/** The names under which an era's kernels show a spinlock. */
export interface SpinSymbols {
  readonly lock: Sym;
  readonly unlock: Sym;
  readonly lockIrqsave: Sym;
  readonly unlockIrqrestore: Sym;
  /** Where it spins, called from the lock function; in the lock function itself when absent. */
  readonly contention?: Sym;
  /** Lock and unlock are part of the function that calls them; only spinning is seen under a name of its own. */
  readonly isInline?: boolean;
}

const RAW = symbols('_raw_spin_lock', '_raw_spin_unlock', '_raw_spin_lock_irqsave', '_raw_spin_unlock_irqrestore');
const OLD = symbols('_spin_lock', '_spin_unlock', '_spin_lock_irqsave', '_spin_unlock_irqrestore');

/** Since 2.6.33. */
export const RAW_SPIN_SYMBOLS: SpinSymbols = {
  lock: RAW._raw_spin_lock,
  unlock: RAW._raw_spin_unlock,
  lockIrqsave: RAW._raw_spin_lock_irqsave,
  unlockIrqrestore: RAW._raw_spin_unlock_irqrestore,
};

/** Up to 2.6.32. */
export const OLD_SPIN_SYMBOLS: SpinSymbols = {
  lock: OLD._spin_lock,
  unlock: OLD._spin_unlock,
  lockIrqsave: OLD._spin_lock_irqsave,
  unlockIrqrestore: OLD._spin_unlock_irqrestore,
};

/** ia64 up to 2.6.31: out of line as soon as the first attempt has failed (arch/ia64/kernel/head.S). */
export const IA64_SPIN_SYMBOLS: SpinSymbols = {
  ...OLD_SPIN_SYMBOLS,
  contention: symbols('ia64_spinlock_contention').ia64_spinlock_contention,
};

/** 2.4: what spins is in an out-of-line section of its source file, which readprofile shows under this name. */
export function textLockSymbols(section: string): SpinSymbols {
  const sym = symbols(section)[section] as Sym;
  return { lock: sym, unlock: sym, lockIrqsave: sym, unlockIrqrestore: sym, isInline: true };
}

/** What a kind of spinlock shares: statistics, hand-off and the cost of its atomic operation. */
export interface SpinKind {
  readonly lockClass: LockClass;
  readonly handoff: Handoff;
  /** The locked instruction on a line that is already here. */
  readonly atomicNs: Ns;
  /** RAW_SPIN_SYMBOLS when absent. */
  readonly symbols?: SpinSymbols;
}

export class SpinLock extends LockBase<SpinKind> {
  private holder: Waiter | null = null;
  private queue: SpinQueue | null = null;

  get isLocked(): boolean {
    return this.holder !== null;
  }

  holders(): readonly Party[] {
    return this.holder === null ? [] : [this.holder];
  }

  waiters(): readonly Party[] {
    return listed(this.queue === null ? null : this.queue.head);
  }

  acquire(cpu: Cpu, site: StackNode, node: StackNode): boolean {
    const now = cpu.engine.now;
    const { lockClass, atomicNs } = this.kind;
    const bounced = this.lineAt !== cpu.id;
    cpu.preemptCount++;
    if (this.holder !== null) {
      this.wait(cpu, site, bounced, now);
      cpu.spin(this.spinNode(cpu, node));
      return false;
    }
    const ns = moveLine(cpu.coherence, this.lineAt, cpu.id) + atomicNs;
    this.lineAt = cpu.id;
    cpu.spend(this.kind.symbols?.isInline === true ? site : node, ns);
    lockClass.acquired(bounced);
    this.holder = lockClass.pool.take(cpu.task as Task, cpu, now + ns, site, 'write');
    return true;
  }

  private spinNode(cpu: Cpu, node: StackNode): StackNode {
    const contention = this.kind.symbols?.contention;
    return contention === undefined ? node : cpu.engine.tree.child(node, contention);
  }

  private wait(cpu: Cpu, site: StackNode, bounced: boolean, now: Ns): void {
    const { lockClass } = this.kind;
    if (this.holder?.cpu === cpu) throw this.panic('spinlock taken twice', cpu);
    this.queue ??= lockClass.takeQueue(cpu.coherence);
    lockClass.startWait(this, site, bounced, now);
    this.queue.push(lockClass.pool.take(cpu.task as Task, cpu, now, site, 'write'));
  }

  release(cpu: Cpu, node: StackNode): boolean {
    const holder = this.holder;
    const now = cpu.engine.now;
    const { lockClass, atomicNs } = this.kind;
    if (holder === null || holder.cpu !== cpu) throw this.panic('spinlock released by another', cpu);
    cpu.preemptCount--;
    // Those who tried in vain still wait, so without waiters nothing is busy.
    const stall = this.queue === null ? 0 : Math.max(0, this.queue.busyUntil - now);
    lockClass.released(this, holder.since, now + stall);
    lockClass.pool.give(holder);
    if (this.queue === null) {
      this.holder = null;
      cpu.spend(node, moveLine(cpu.coherence, this.lineAt, cpu.id));
      this.lineAt = cpu.id;
      return true;
    }
    this.handOver(cpu, this.queue, now, stall);
    cpu.spend(node, atomicNs + stall);
    return true;
  }

  private panic(what: string, cpu: Cpu): Panic {
    return new Panic(what, { lock: this.label, task: cpu.task?.name ?? '', cpu: cpu.id }, cpu.engine.now);
  }

  private handOver(cpu: Cpu, queue: SpinQueue, now: Ns, stall: Ns): void {
    const { lockClass, handoff } = this.kind;
    const winner = handoff.take(queue, cpu);
    const winnerCpu = winner.cpu as Cpu;
    const delay = stall + handoff.delay(queue, cpu, winnerCpu.id);
    const storm = handoff.storm?.(queue, cpu, winnerCpu.id) ?? 0;
    if (storm > 0) queue.busyUntil = now + delay + storm;
    this.lineAt = winnerCpu.id;
    lockClass.acquired(true);
    lockClass.endWait(this, now + delay - winner.since, queue.length, now, delay);
    winner.since = now + delay;
    this.holder = winner;
    if (queue.length === 0) {
      this.queue = null;
      lockClass.giveQueue(queue);
    }
    winnerCpu.grant(delay);
  }
}

/** Cost of getting a line that is at CPU `from`; one that nobody has touched is here, as after initialisation. */
export const moveLine = (coherence: Coherence, from: number, to: number): Ns =>
  coherence.transfer(from === NOBODY ? to : from, to);

const unlockNode = (c: Call, lock: SpinLock): StackNode =>
  names(lock).isInline === true ? c.node : c.child(names(lock).unlock);

const names = (lock: SpinLock): SpinSymbols => lock.kind.symbols ?? RAW_SPIN_SYMBOLS;

export function spin_lock(c: Call, lock: SpinLock): Path {
  const node = c.child(names(lock).lock);
  const { cpu } = c;
  if (!cpu.catchUp() || lock.isLocked) return request(cpu, 'lock', lock, c.node, node);
  lock.acquire(cpu, c.node, node);
  return READY;
}

export function spin_unlock(c: Call, lock: SpinLock): Path {
  const node = unlockNode(c, lock);
  const { cpu } = c;
  if (!cpu.catchUp()) return request(cpu, 'unlock', lock, c.node, node);
  lock.release(cpu, node);
  return READY;
}

/** Interrupts are off from before the first attempt until the unlock, so a spinning CPU answers nobody. */
export const spin_lock_irqsave = (c: Call, lock: SpinLock): Path =>
  request(c.cpu, 'lock-irqsave', lock, c.node, c.child(names(lock).lockIrqsave));

export const spin_unlock_irqrestore = (c: Call, lock: SpinLock): Path =>
  request(c.cpu, 'unlock-irqrestore', lock, c.node, c.child(names(lock).unlockIrqrestore));

/**
 * One for each CPU: nothing else runs on it from now to when the path goes on. With many CPUs, lines of cache are what a
 * wait costs.
 */
function request(cpu: Cpu, operation: SpinOperation, lock: SpinLock, site: StackNode, node: StackNode): SpinRequest {
  const { requests } = lock.kind.lockClass;
  let own = requests[cpu.id];
  if (own === undefined) {
    own = new SpinRequest(lock);
    requests[cpu.id] = own;
  }
  return own.with(operation, lock, site, node);
}

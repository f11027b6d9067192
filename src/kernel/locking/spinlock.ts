// Spinlocks. Waiters burn their CPU; the order in which they are served is the hand-off's.
//
// Interface: yield spin_lock(c, lock); yield spin_unlock(c, lock).
// * Never sleep or return to user mode with one held.
// * ticket: FIFO. At release all k waiters re-read the line one after another, so the next one has it after about half of them.
// * mcs: FIFO, each waiter on a line of its own.
// * byte: test and set; who sits nearest to the releaser tends to win, and every waiter's attempt delays the line.

import type { Random } from '../../base/random.ts';
import type { Ns } from '../../base/time.ts';
import type { StackNode } from '../../engine/call-tree.ts';
import { Panic } from '../../engine/panic.ts';
import { symbols } from '../../engine/symbols.ts';
import { CacheLine } from '../../machine/cache-line.ts';
import type { Call } from '../../machine/call.ts';
import type { Coherence } from '../../machine/coherence.ts';
import type { Cpu } from '../../machine/cpu.ts';
import type { Request } from '../../machine/path.ts';
import type { Task } from '../../machine/task.ts';
import type { Lock, LockClass, Party } from './lock-class.ts';

const S = symbols('_raw_spin_lock', '_raw_spin_unlock');

export interface Handoff {
  /** Index of the waiter that gets the lock. */
  next(waiters: readonly Party[], releaser: Cpu): number;
  /** From the release until the next holder has the line; `others` go on waiting. */
  delay(coherence: Coherence, releaser: number, winner: number, others: readonly Party[]): Ns;
}

const cpuOf = (party: Party): number => (party.cpu as Cpu).id;

/** Mean cost of moving the line between the releaser and the waiters. */
function meanTransfer(coherence: Coherence, from: number, waiters: readonly Party[]): Ns {
  let sum = 0;
  for (const waiter of waiters) sum += coherence.transfer(from, cpuOf(waiter));
  return sum / waiters.length;
}

export const TICKET: Handoff = {
  next: () => 0,
  delay(coherence, releaser, winner, others) {
    const own = coherence.transfer(releaser, winner);
    if (others.length === 0) return own;
    return own + Math.floor((meanTransfer(coherence, releaser, others) * others.length) / 2);
  },
};

export const MCS: Handoff = {
  next: () => 0,
  delay: (coherence, releaser, winner) => coherence.transfer(releaser, winner),
};

/** Every waiter has a chance in proportion to its nearness (1 / transfer cost). */
export function byteHandoff(random: Random): Handoff {
  return {
    next(waiters, releaser) {
      const weight = (party: Party): number => 1 / releaser.coherence.transfer(releaser.id, cpuOf(party));
      let left = random.unit() * waiters.reduce((sum, party) => sum + weight(party), 0);
      for (let i = 0; i < waiters.length; i++) {
        left -= weight(waiters[i] as Party);
        if (left <= 0) return i;
      }
      return waiters.length - 1;
    },
    delay(coherence, releaser, winner, others) {
      const own = coherence.transfer(releaser, winner);
      if (others.length === 0) return own;
      return own + Math.floor(meanTransfer(coherence, winner, others) * others.length);
    },
  };
}

/** What a kind of spinlock shares: statistics, hand-off and the cost of its atomic operation. */
export interface SpinKind {
  readonly lockClass: LockClass;
  readonly handoff: Handoff;
  /** The locked instruction on a line that is already here. */
  readonly atomicNs: Ns;
}

export class SpinLock implements Lock {
  readonly kind: SpinKind;
  private readonly line = new CacheLine();
  private holder: Party | null = null;
  private queue: Party[] | null = null;
  busyMark: Ns = 0;
  /** Whose lock it is; names it when a person looks. */
  owner: { describe(): string } | null = null;

  constructor(kind: SpinKind) {
    this.kind = kind;
    kind.lockClass.instances++;
  }

  get lockClass(): LockClass {
    return this.kind.lockClass;
  }

  get label(): string {
    return this.owner === null ? this.kind.lockClass.name : this.owner.describe();
  }

  get isLocked(): boolean {
    return this.holder !== null;
  }

  holders(): readonly Party[] {
    return this.holder === null ? [] : [this.holder];
  }

  waiters(): readonly Party[] {
    return this.queue ?? [];
  }

  acquire(cpu: Cpu, site: StackNode, node: StackNode): boolean {
    const bounced = this.line.lastWriter !== cpu.id;
    const task = cpu.task as Task;
    const now = cpu.engine.now;
    if (this.holder === null) {
      cpu.spend(node, this.line.write(cpu.coherence, cpu.id) + this.kind.atomicNs);
      this.kind.lockClass.acquired(bounced);
      this.holder = { task, cpu, since: now, site, mode: 'write' };
      return true;
    }
    if (this.holder.cpu === cpu) throw new Panic('spinlock taken twice', { lock: this.label, task: task.name }, now);
    this.kind.lockClass.startWait(this, site, bounced, now);
    this.queue ??= [];
    this.queue.push({ task, cpu, since: now, site, mode: 'write' });
    cpu.spin(node);
    return false;
  }

  release(cpu: Cpu, node: StackNode): boolean {
    const holder = this.holder;
    const now = cpu.engine.now;
    if (holder === null || holder.cpu !== cpu)
      throw new Panic('spinlock released by another', { lock: this.label, cpu: cpu.id }, now);
    this.kind.lockClass.released(this, holder.since, now);
    const queue = this.queue;
    if (queue === null || queue.length === 0) {
      cpu.spend(node, this.line.write(cpu.coherence, cpu.id));
      this.holder = null;
      return true;
    }
    this.handOver(cpu, queue, now);
    cpu.spend(node, this.kind.atomicNs);
    return true;
  }

  private handOver(cpu: Cpu, queue: Party[], now: Ns): void {
    const index = this.kind.handoff.next(queue, cpu);
    const [winner] = queue.splice(index, 1) as [Party];
    const winnerCpu = winner.cpu as Cpu;
    const delay = this.kind.handoff.delay(cpu.coherence, cpu.id, winnerCpu.id, queue);
    this.line.write(cpu.coherence, winnerCpu.id);
    this.kind.lockClass.acquired(true);
    this.kind.lockClass.endWait(this, now + delay - winner.since, queue.length, now);
    this.holder = { task: winner.task, cpu: winnerCpu, since: now + delay, site: winner.site, mode: 'write' };
    winnerCpu.grant(delay);
  }
}

class SpinLockRequest implements Request {
  private readonly lock: SpinLock;
  private readonly site: StackNode;
  private readonly node: StackNode;

  constructor(lock: SpinLock, site: StackNode, node: StackNode) {
    this.lock = lock;
    this.site = site;
    this.node = node;
  }

  perform(cpu: Cpu): boolean {
    return this.lock.acquire(cpu, this.site, this.node);
  }
}

class SpinUnlockRequest implements Request {
  private readonly lock: SpinLock;
  private readonly node: StackNode;

  constructor(lock: SpinLock, node: StackNode) {
    this.lock = lock;
    this.node = node;
  }

  perform(cpu: Cpu): boolean {
    return this.lock.release(cpu, this.node);
  }
}

export const spin_lock = (c: Call, lock: SpinLock): Request =>
  new SpinLockRequest(lock, c.node, c.task.engine.tree.child(c.node, S._raw_spin_lock));

export const spin_unlock = (c: Call, lock: SpinLock): Request =>
  new SpinUnlockRequest(lock, c.task.engine.tree.child(c.node, S._raw_spin_unlock));

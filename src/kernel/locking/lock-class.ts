// A lock class: all locks that are initialised at one place, as lockdep and lock_stat count them.
//
// Holds lock_stat's figures and, for the instances that somebody waits for, the live queue.

import { Histogram } from '../../base/histogram.ts';
import type { Ns } from '../../base/time.ts';
import type { StackNode } from '../../engine/call-tree.ts';
import type { Cpu } from '../../machine/cpu.ts';
import type { Task } from '../../machine/task.ts';

export type LockKind = 'spin' | 'rwlock' | 'mutex' | 'rwsem';
export type LockMode = 'read' | 'write';

/** Somebody who holds a lock or waits for it. */
export interface Party {
  readonly task: Task;
  /** Where it spins; null while it sleeps. */
  readonly cpu: Cpu | null;
  readonly since: Ns;
  /** Call chain of the function that called the lock function. */
  readonly site: StackNode;
  readonly mode: LockMode;
}

/** What an observer needs of any lock, whatever its kind. */
export interface Lock {
  readonly lockClass: LockClass;
  /** Which one, for people: the class tells what, this tells whose. */
  readonly label: string;
  holders(): readonly Party[];
  /** In the order in which they will be served, where there is one. */
  waiters(): readonly Party[];
  /** LockClass.wasHeld's own; starts at 0. */
  busyMark: Ns;
}

export class LockClass {
  readonly name: string;
  readonly kind: LockKind;
  acquisitions = 0;
  acqBounces = 0;
  contentions = 0;
  conBounces = 0;
  readonly wait = new Histogram();
  readonly hold = new Histogram();
  /** Waiters now, and their integral over time up to `waitersSince`. */
  private waitersNow = 0;
  private waitersArea = 0;
  private waitersSince: Ns = 0;
  /** Contentions by call site. */
  readonly sites = new Map<StackNode, number>();
  /** Instances with waiters, in the order in which their queue began. */
  readonly contended = new Set<Lock>();
  /** Instances alive. */
  instances = 0;
  /** Start of the observer's interval, and that plus the time for which the busiest instance was held since. */
  private intervalFrom: Ns = 0;
  private busiestMark: Ns = 0;

  constructor(name: string, kind: LockKind) {
    this.name = name;
    this.kind = kind;
  }

  acquired(bounced: boolean): void {
    this.acquisitions++;
    if (bounced) this.acqBounces++;
  }

  /** `times` uncontended acquisitions and releases that a batched walk charged in one go. */
  acquiredMany(times: number, holdNs: Ns): void {
    this.acquisitions += times;
    this.hold.count += times;
    this.hold.sum += times * holdNs;
  }

  /** An exclusive holder lets go. */
  released(lock: Lock, since: Ns, now: Ns): void {
    this.hold.add(now - since);
    this.wasHeld(lock, since, now);
  }

  /** `lock` was held from `since` until now, by one or by readers together. */
  wasHeld(lock: Lock, since: Ns, now: Ns): void {
    const from = this.intervalFrom;
    const mark = (lock.busyMark > from ? lock.busyMark : from) + now - (since > from ? since : from);
    lock.busyMark = mark;
    if (mark > this.busiestMark) this.busiestMark = mark;
  }

  /** The observer begins a new interval. */
  startInterval(now: Ns): void {
    this.intervalFrom = now;
    this.busiestMark = now;
  }

  /**
   * For how long the busiest instance was held in the interval. A hold that still goes on counts when somebody waits;
   * one that nobody waits for is not known before it ends.
   */
  busiestNs(now: Ns): Ns {
    const from = this.intervalFrom;
    let most = this.busiestMark - from;
    for (const lock of this.contended) {
      const before = Math.max(0, lock.busyMark - from);
      for (const { since } of lock.holders()) most = Math.max(most, before + now - Math.max(from, since));
    }
    return most;
  }

  startWait(lock: Lock, site: StackNode, bounced: boolean, now: Ns): void {
    this.contentions++;
    if (bounced) this.conBounces++;
    this.sites.set(site, (this.sites.get(site) ?? 0) + 1);
    this.contended.add(lock);
    this.moveWaiters(1, now);
  }

  endWait(lock: Lock, waitedNs: Ns, stillWaiting: number, now: Ns): void {
    this.wait.add(waitedNs);
    if (stillWaiting === 0) this.contended.delete(lock);
    this.moveWaiters(-1, now);
  }

  get waiters(): number {
    return this.waitersNow;
  }

  /** Integral of the number of waiters over time, in waiter-ns. */
  waitArea(now: Ns): number {
    return this.waitersArea + this.waitersNow * (now - this.waitersSince);
  }

  private moveWaiters(by: number, now: Ns): void {
    this.waitersArea = this.waitArea(now);
    this.waitersSince = now;
    this.waitersNow += by;
  }
}

/** All lock classes of one machine, in order of creation. */
export class LockClasses {
  readonly all: LockClass[] = [];

  create(name: string, kind: LockKind): LockClass {
    const made = new LockClass(name, kind);
    this.all.push(made);
    return made;
  }
}

// A lock class: all locks that are initialised at one place, as lockdep and lock_stat count them.
//
// Holds lock_stat's figures and, for the instances that somebody waits for, the live queue.

import { Histogram } from '../../base/histogram.ts';
import type { Ns } from '../../base/time.ts';
import { ROOT, type StackNode } from '../../engine/call-tree.ts';
import type { Coherence } from '../../machine/coherence.ts';
import type { Cpu } from '../../machine/cpu.ts';
import type { Task } from '../../machine/task.ts';
import { SpinQueue } from './spin-queue.ts';
import type { SpinRequest } from './spin-request.ts';
import { WaiterPool } from './waiter.ts';

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
  /** What it protects. */
  owner: { describe(): string } | null;
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
  /** Contentions by call site, without the latest run of one site, which stands in the two fields below. */
  private readonly sitesBefore = new Map<StackNode, number>();
  private lastSite: StackNode = ROOT;
  private lastSiteCount = 0;
  /** Instances with waiters, in the order in which their queue began. */
  readonly contended: Lock[] = [];
  /** One that is known to be in the set, or null. */
  private lastContended: Lock | null = null;
  /** Instances alive. */
  instances = 0;
  /** Records of holders and waiters. */
  readonly pool = new WaiterPool();
  private readonly spareQueues: SpinQueue[] = [];
  /** What each CPU hands over while it waits for a spinlock of this class, by its id, once it has had to. */
  readonly requests: (SpinRequest | undefined)[] = [];
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
    if (lock !== this.lastContended) {
      if (!this.contended.includes(lock)) this.contended.push(lock);
      this.lastContended = lock;
    }
    if (site !== this.lastSite) this.changeSite(site);
    this.lastSiteCount++;
    this.moveWaiters(1, now);
  }

  /**
   * A waiter is given the lock; `left` still wait for this instance. `waitedNs` includes `delay`, after which it can go
   * on: so long it counts as a waiter, so that the integral of the waiters equals the sum of the waits.
   */
  endWait(lock: Lock, waitedNs: Ns, left: number, now: Ns, delay: Ns = 0): void {
    this.wait.add(waitedNs);
    this.extendWait(delay);
    this.leaveQueue(lock, left, now);
  }

  /** A sleeper is given the lock and woken; when it runs again, the locks count its wait and extend it till then. */
  leaveQueue(lock: Lock, left: number, now: Ns): void {
    this.moveWaiters(-1, now);
    if (left > 0) return;
    this.contended.splice(this.contended.indexOf(lock), 1);
    this.lastContended = null;
  }

  extendWait(ns: Ns): void {
    this.waitersArea += ns;
  }

  /** Contentions by call site. */
  get sites(): ReadonlyMap<StackNode, number> {
    this.changeSite(ROOT);
    return this.sitesBefore;
  }

  private changeSite(site: StackNode): void {
    if (this.lastSiteCount > 0) {
      this.sitesBefore.set(this.lastSite, (this.sitesBefore.get(this.lastSite) ?? 0) + this.lastSiteCount);
    }
    this.lastSite = site;
    this.lastSiteCount = 0;
  }

  /** An empty queue for an instance that somebody begins to spin on. */
  takeQueue(coherence: Coherence): SpinQueue {
    return this.spareQueues.pop() ?? new SpinQueue(coherence);
  }

  giveQueue(queue: SpinQueue): void {
    queue.busyUntil = 0;
    this.spareQueues.push(queue);
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

// What the tasks themselves measure, with their own clocks: since the lock or the load changed last, so that it can be
// compared with a closed form.

import { type Ns, SECOND } from '../../base/time.ts';
import type { LockClass } from '../../kernel/locking/lock-class.ts';
import type { SectionLock } from '../../kernel/locking/section-lock.ts';

export class Tally {
  readonly of: SectionLock;
  sections = 0;
  waitNs: Ns = 0;
  private waitSquares = 0;
  private readonly since: Ns;
  private readonly busyBefore: Ns;
  private readonly areaBefore: number;

  /** `busyNs`: for how long somebody was in the section until now. */
  constructor(of: SectionLock, now: Ns, busyNs: Ns) {
    this.of = of;
    this.since = now;
    this.busyBefore = busyNs;
    this.areaBefore = this.lockClass.waitArea(now);
  }

  private get lockClass(): LockClass {
    return this.of.lock.lockClass;
  }

  waited(ns: Ns): void {
    this.sections++;
    this.waitNs += ns;
    this.waitSquares += ns * ns;
  }

  /** Sections per second. */
  throughput(now: Ns): number {
    return ratio(this.sections * SECOND, now - this.since);
  }

  utilisation(now: Ns, busyNs: Ns): number {
    return ratio(busyNs - this.busyBefore, now - this.since);
  }

  /** Standard deviation of the waits over their mean. */
  get waitSpread(): number {
    const mean = ratio(this.waitNs, this.sections);
    return ratio(Math.sqrt(Math.max(0, ratio(this.waitSquares, this.sections) - mean * mean)), mean);
  }

  /** Mean number of waiters, which the lock counts, over throughput times mean wait, which the tasks measure. */
  little(now: Ns): number {
    return ratio(this.lockClass.waitArea(now) - this.areaBefore, this.waitNs);
  }
}

const ratio = (of: number, by: number): number => (by === 0 ? 0 : of / by);

// Looks: what sleepers take of the CPU on which they sleep when they wake now and then, find that they may not go on, and sleep again.
//
// * There may be tens of thousands of them, so looks are no events: each sleeper looks once per period, evenly over time, and when all
//   are woken; each look costs a switch. Who is woken twice before it has run looks once.
// * An idle CPU pays out of its idle time as that passes. A busy one pays when it next switches to another task, for before that
//   nobody else runs there.
// * All in whole numbers, and whoever changes what is due settles the CPU before: when somebody looks at it must not matter.

import type { Ns } from '../base/time.ts';
import { ROOT, type StackNode } from '../engine/call-tree.ts';

export class Looks {
  /** Call chain of who came last, down to the function that sleeps. */
  node: StackNode = ROOT;
  private readonly periodNs: Ns;
  /** So many ns of one sleeper's sleep cost a ns of the CPU. */
  private readonly sleepPerNs: number;
  private sleepers = 0;
  /** Sleep that is not paid for, of all together, up to `since`; below zero before the first looks. */
  private unpaidNs: Ns = 0;
  private since: Ns = 0;
  /** When all were woken last. */
  private wokenAt: Ns = 0;

  constructor(periodNs: Ns, lookNs: Ns) {
    this.periodNs = periodNs;
    this.sleepPerNs = Math.max(1, Math.floor(periodNs / Math.max(1, lookNs)));
  }

  /** It looks a period from now, and so on. */
  join(now: Ns, node: StackNode): void {
    this.advance(now);
    this.sleepers++;
    this.unpaidNs -= this.periodNs;
    this.node = node;
  }

  leave(now: Ns, sleptNs: Ns): void {
    this.advance(now);
    this.sleepers--;
    if (now - sleptNs >= this.wokenAt) this.unpaidNs += Math.max(0, this.periodNs - sleptNs);
  }

  /** All are woken. */
  allLook(now: Ns): void {
    this.advance(now);
    this.wokenAt = now;
    this.unpaidNs = this.mostUnpaidNs;
  }

  /** The CPU has been busy until now, and nobody has looked twice meanwhile. */
  capUnpaid(now: Ns): void {
    this.advance(now);
    this.unpaidNs = Math.min(this.unpaidNs, this.mostUnpaidNs);
  }

  /** When the CPU switches: what is due by now, and counts as paid. */
  payAtSwitch(now: Ns): Ns {
    this.capUnpaid(now);
    return this.pay(Number.POSITIVE_INFINITY);
  }

  /** The same out of `idleNs` that had passed by `until`. */
  payOutOf(idleNs: Ns, until: Ns): Ns {
    this.advance(until);
    return this.pay(idleNs);
  }

  private pay(mostNs: Ns): Ns {
    const ns = Math.max(0, Math.min(mostNs, Math.floor(this.unpaidNs / this.sleepPerNs)));
    this.unpaidNs -= ns * this.sleepPerNs;
    return ns;
  }

  /** A look of each. */
  private get mostUnpaidNs(): Ns {
    return this.sleepers * this.periodNs;
  }

  /** More of them than the CPU can serve look as often as it can. */
  private advance(now: Ns): void {
    this.unpaidNs += Math.min(this.sleepers, this.sleepPerNs) * (now - this.since);
    this.since = now;
  }
}

// Looks: what sleepers take of the CPU on which they sleep when they wake now and then, find that they may not go on, and sleep again.
//
// * There may be tens of thousands of them, so looks are no events: each sleeper looks once per period, evenly over time, and each
//   look costs a switch.
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
  /** Sleep that is not paid for, of all together, up to `since`; below zero after more was paid than there was. */
  private unpaidNs: Ns = 0;
  private since: Ns = 0;

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

  /** `sleptNs`: since it joined. `looks`: how often it has looked in vain, but for those of all. */
  leave(now: Ns, sleptNs: Ns, looks: number): void {
    this.advance(now);
    this.sleepers--;
    this.unpaidNs -= sleptNs - (looks + 1) * this.periodNs;
  }

  /** Each looks once more than time alone says. */
  allLook(): void {
    this.unpaidNs += this.sleepers * this.periodNs;
  }

  /** What is due by now, at most `mostNs`; it counts as paid. */
  pay(now: Ns, mostNs = Number.POSITIVE_INFINITY): Ns {
    this.advance(now);
    const ns = Math.max(0, Math.min(mostNs, Math.floor(this.unpaidNs / this.sleepPerNs)));
    this.unpaidNs -= ns * this.sleepPerNs;
    return ns;
  }

  /** More of them than the CPU can serve look as often as it can. */
  private advance(now: Ns): void {
    this.unpaidNs += Math.min(this.sleepers, this.sleepPerNs) * (now - this.since);
    this.since = now;
  }
}

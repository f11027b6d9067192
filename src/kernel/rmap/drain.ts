// How fast pages leave the long lists that a flip from `shared` to `chain` left them on.
//
// The half-life is the time in which the number of such pages halves. Before that it is foreseen, and told only when there is reason
// to believe it: a drain does not keep its pace. While all reclaimers are stuck it is a tenth of what it becomes later.
// * What the last half and the last quarter of the time since the flip foresee must agree: the pace holds. The shorter one is told,
//   because the pace grows as long as more and more users get through. The last eighth must not speak against it: a burst that is
//   over would have told something else.
// * Most of it must have passed: a pace that holds for a moment tells nothing about hours.
// From the instant at which half are gone it is the measured one.

import { type Ns, SECOND } from '../../base/time.ts';

/** By how much two forecasts may differ, as a share of the larger one: half against quarter, these against the last eighth, which is noisy. */
const AGREEMENT = 0.08;
const LATELY = 0.25;
/** What is still to come is at most this share of what has passed. */
const REST = 0.75;

export class Drain {
  private startedAt: Ns = -1;
  private startPages = 0;
  private history = new History();
  /** Measured; NaN before half of the pages are gone. */
  private measured = Number.NaN;

  /** A flip has left `pages` pages on long lists. */
  start(now: Ns, pages: number): void {
    this.startedAt = now;
    this.startPages = pages;
    this.history = new History();
    this.history.add(now, pages);
    this.measured = Number.NaN;
  }

  /** Another flip, or the end of the load, ends the drain. */
  stop(): void {
    this.startedAt = -1;
    this.measured = Number.NaN;
  }

  /** Half-life in simulated seconds, as of now; NaN while nothing drains or it cannot be told yet. */
  halfLife(now: Ns, pages: number): number {
    if (this.startedAt < 0 || !Number.isNaN(this.measured)) return this.measured;
    this.history.add(now, pages);
    const elapsed = now - this.startedAt;
    if (pages * 2 > this.startPages) return this.foreseen(now, pages) / SECOND;
    this.measured = elapsed / SECOND;
    return this.measured;
  }

  private foreseen(now: Ns, pages: number): Ns {
    const elapsed = now - this.startedAt;
    const half = this.atPaceOf(elapsed / 2, now, pages);
    const quarter = this.atPaceOf(elapsed / 4, now, pages);
    const lately = this.atPaceOf(elapsed / 8, now, pages);
    const isNear = Math.max(half, quarter) <= (1 + REST) * elapsed;
    const told = Math.min(half, quarter);
    return isNear && agree(half, quarter, AGREEMENT) && agree(told, lately, LATELY) ? told : Number.NaN;
  }

  /** The half-life if pages go on as they have in the last `span`. */
  private atPaceOf(span: Ns, now: Ns, pages: number): Ns {
    const gone = this.history.at(now - span) - pages;
    if (gone <= 0) return Number.POSITIVE_INFINITY;
    return now - this.startedAt + ((pages - this.startPages / 2) * span) / gone;
  }
}

const agree = (one: Ns, other: Ns, share: number): boolean => Math.abs(one - other) <= share * Math.max(one, other);

const MOST_READINGS = 256;

/** Numbers of pages over time: thinned evenly, so that it stays short however long a drain takes. */
class History {
  private readings: { readonly at: Ns; readonly pages: number }[] = [];
  private everyNs: Ns = 1;

  add(at: Ns, pages: number): void {
    if (at - (this.readings.at(-1)?.at ?? Number.NEGATIVE_INFINITY) < this.everyNs) return;
    this.readings.push({ at, pages });
    if (this.readings.length < MOST_READINGS) return;
    this.readings = this.readings.filter((_, index) => index % 2 === 0);
    const [first, second] = this.readings;
    this.everyNs = (second?.at ?? 0) - (first?.at ?? 0);
  }

  /** Between two readings, on the line from one to the other. */
  at(when: Ns): number {
    const next = this.readings.findIndex(({ at }) => at >= when);
    const [from, to] = [this.readings[Math.max(0, next - 1)], this.readings.at(next)];
    if (from === undefined || to === undefined) return Number.NaN;
    if (from === to) return from.pages;
    return from.pages + ((to.pages - from.pages) * (when - from.at)) / (to.at - from.at);
  }
}

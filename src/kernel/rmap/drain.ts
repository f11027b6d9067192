// How fast pages leave the long lists that a flip from `shared` to `chain` left them on.
//
// The half-life is the time in which the number of such pages halves. Until that has happened it is extrapolated from the
// decrease since the flip: pages go as fast as reclaim walks the long lists, so at a constant pace at first and not in
// proportion to what is left. From then on it is the measured one.

import { type Ns, SECOND } from '../../base/time.ts';

export class Drain {
  private startedAt: Ns = -1;
  private startPages = 0;
  private halvedAfter: Ns = -1;
  private seconds = Number.NaN;

  /** A flip has left `pages` pages on long lists. */
  start(now: Ns, pages: number): void {
    this.startedAt = now;
    this.startPages = pages;
    this.halvedAfter = -1;
    this.seconds = Number.NaN;
  }

  /** Another flip ends the drain. */
  stop(): void {
    this.startedAt = -1;
    this.seconds = Number.NaN;
  }

  /** Half-life in simulated seconds, as of now; NaN while nothing drains. */
  halfLife(now: Ns, pages: number): number {
    if (this.startedAt < 0 || this.halvedAfter >= 0) return this.seconds;
    const elapsed = now - this.startedAt;
    if (pages * 2 <= this.startPages) {
      this.halvedAfter = elapsed;
      this.seconds = elapsed / SECOND;
    } else if (pages < this.startPages) {
      this.seconds = ((elapsed / SECOND) * this.startPages) / (2 * (this.startPages - pages));
    }
    return this.seconds;
  }
}

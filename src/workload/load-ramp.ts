// The load that is wanted: where it is on its way to a target.

import type { Ns } from '../base/time.ts';

export class LoadRamp {
  target: number;
  private from: number;
  private startedAt: Ns = 0;
  private lastsNs: Ns = 0;
  private readonly clock: { readonly now: Ns };

  constructor(clock: { readonly now: Ns }, load: number) {
    this.clock = clock;
    this.from = load;
    this.target = load;
  }

  /** Goes evenly from where it is to `target`, within `overNs`. */
  moveTo(target: number, overNs: Ns): void {
    this.from = this.wanted;
    this.target = target;
    this.startedAt = this.clock.now;
    this.lastsNs = overNs;
  }

  /** When the last change is through. */
  get endsAt(): Ns {
    return this.startedAt + this.lastsNs;
  }

  /** Now. */
  get wanted(): number {
    const passed = this.clock.now - this.startedAt;
    if (passed >= this.lastsNs) return this.target;
    return Math.floor(this.from + ((this.target - this.from) * passed) / this.lastsNs);
  }

  /**
   * How long until it has moved on by about one; -1 when it stands still. Who looks so late sees some of the steps, and the end,
   * one step after they have come.
   */
  get nextStepNs(): Ns {
    if (this.wanted === this.target) return -1;
    return Math.max(1, Math.floor(this.lastsNs / Math.max(1, Math.abs(this.target - this.from))));
  }
}

// The load that is wanted: where it is on its way to a target.

import type { Ns } from '../base/time.ts';

/** Steps of one along a straight line: each is taken when the line has reached it, so the last one at the very end. */
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
    return this.isThrough ? this.target : this.from + Math.sign(this.target - this.from) * this.steps;
  }

  /** How long until the next step; -1 when it stands still. */
  get nextStepNs(): Ns {
    if (this.isThrough || this.distance === 0) return -1;
    const passed = Math.ceil(((this.steps + 1) * this.lastsNs) / this.distance);
    return Math.max(1, Math.min(passed, this.lastsNs) - this.passedNs);
  }

  private get isThrough(): boolean {
    return this.passedNs >= this.lastsNs;
  }

  private get passedNs(): Ns {
    return this.clock.now - this.startedAt;
  }

  private get distance(): number {
    return Math.abs(this.target - this.from);
  }

  /** Taken so far. */
  private get steps(): number {
    return Math.floor((this.distance * this.passedNs) / this.lastsNs);
  }
}

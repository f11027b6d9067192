// The pacer: lets simulated time follow wall time at the pace of the phase, in short slices.
//
// * What cannot be kept up with is given up, not made up for later: the ratio that was reached says so.
// * Wall time says when to go on and when to tell, here, in the worker's pump and in headless.ts: never what is simulated.

import { type Ns, SECOND } from '../base/time.ts';
import type { Driver } from './driver.ts';
import { RateMeter } from './rate-meter.ts';

/** Milliseconds of wall time. */
export type WallMs = number;

const SLICE_MS: WallMs = 8;
/** Between two looks at the clock. */
const EVENTS = 256;
/** More than this is given up. */
const MAX_LAG_MS: WallMs = 100;

const NS_PER_MS = SECOND / 1000;

export class Pacer {
  private isPaused = false;
  private readonly driver: Driver;
  private readonly clock: () => WallMs;
  private readonly defaultPace: number;
  private readonly meter = new RateMeter();
  /** What the user's pace keys make of the phase's pace. */
  private factor = 1;
  private lastMs: WallMs;
  /** Simulated time that is allowed; the driver is never ahead of it. */
  private targetNs: Ns;
  /** While paused: run up to here all the same. */
  private stepToNs: Ns = 0;

  constructor(driver: Driver, clock: () => WallMs, pace: number) {
    this.driver = driver;
    this.clock = clock;
    this.defaultPace = pace;
    this.lastMs = clock();
    this.targetNs = driver.now;
  }

  get express(): boolean {
    return this.driver.phase?.express === true;
  }

  /** Simulated seconds per wall second that are wanted. */
  get pace(): number {
    return (this.driver.phase?.pace ?? this.defaultPace) * this.factor;
  }

  /** Simulated seconds per wall second that were reached lately. */
  get ratio(): number {
    return this.meter.perSecond / SECOND;
  }

  get paused(): boolean {
    return this.isPaused;
  }

  /** At once, also on the way to where runTo() leads. */
  pause(): void {
    this.isPaused = true;
    this.stepToNs = 0;
  }

  resume(): void {
    this.isPaused = false;
    this.stepToNs = 0;
  }

  multiply(factor: number): void {
    this.factor = Math.min(1024, Math.max(1 / 1024, this.factor * factor));
  }

  /** Pause, but first run up to `atNs`, e.g. to where a command takes effect. */
  runTo(atNs: Ns): void {
    this.isPaused = true;
    this.stepToNs = Math.max(this.stepToNs, atNs);
  }

  /** Runs for at most one slice; returns how long there is nothing to do, Infinity while paused. */
  slice(): WallMs {
    const startMs = this.clock();
    const elapsedMs = startMs - this.lastMs;
    this.lastMs = startMs;
    if (this.isPaused) return this.slicePaused(startMs);
    this.targetNs = this.nextTarget(elapsedMs);
    this.run(startMs, () => this.targetNs);
    this.meter.add(this.clock(), this.driver.now);
    return this.driver.now < this.targetNs ? 0 : SLICE_MS;
  }

  private slicePaused(startMs: WallMs): WallMs {
    this.run(startMs, () => this.stepToNs);
    this.targetNs = this.driver.now;
    this.meter.restart();
    return this.driver.now < this.stepToNs ? 0 : Number.POSITIVE_INFINITY;
  }

  /** Express has no target; afterwards time is counted from where it ended. */
  private nextTarget(elapsedMs: WallMs): Ns {
    if (this.express) return Number.MAX_SAFE_INTEGER;
    const from = Math.min(this.targetNs, this.driver.now + MAX_LAG_MS * NS_PER_MS * this.pace);
    const wanted = Math.round(elapsedMs * NS_PER_MS * this.pace);
    const start = this.targetNs === Number.MAX_SAFE_INTEGER ? this.driver.now : from;
    return Math.max(start + wanted, this.driver.now);
  }

  /** The express may end on the way: then the target is reached at once. */
  private run(startMs: WallMs, target: () => Ns): void {
    const wasExpress = this.express;
    while (this.driver.now < target() && this.express === wasExpress && this.clock() - startMs < SLICE_MS) {
      this.driver.advance(target(), EVENTS);
    }
  }
}

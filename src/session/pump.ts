// The pump: what the worker does between two slices. Takes controls, runs a slice, tells what is new.
// Knows neither threads nor clocks, so that it can be tested without them.

import { SECOND } from '../base/time.ts';
import type { Status } from '../bus/bus.ts';
import type { Driver, Watcher } from './driver.ts';
import type { Pacer, WallMs } from './pacer.ts';
import type { FromWorker, ToWorker } from './protocol.ts';
import { RateMeter } from './rate-meter.ts';
import type { Control } from './session.ts';

export interface PumpParts {
  readonly driver: Driver;
  readonly pacer: Pacer;
  readonly observer: Watcher;
  readonly fps: number;
  readonly clock: () => WallMs;
  readonly post: (message: FromWorker) => void;
}

export class Pump {
  private readonly parts: PumpParts;
  private readonly frameMs: WallMs;
  private readonly speed = new RateMeter();
  private started = false;
  private credit = true;
  private framedMs: WallMs = Number.NEGATIVE_INFINITY;
  private framedNs = -1;

  constructor(parts: PumpParts) {
    this.parts = parts;
    this.frameMs = 1000 / parts.fps;
  }

  take(message: ToWorker): void {
    if (message.kind === 'control') this.obey(message.control);
    else if (message.kind === 'start') this.started = true;
    else this.credit = true;
  }

  private obey(control: Control): void {
    const { driver, pacer, post } = this.parts;
    if (control.kind === 'pause') pacer.pause();
    else if (control.kind === 'resume') pacer.resume();
    else if (control.kind === 'step') pacer.runTo(driver.now + Math.round((pacer.pace * SECOND) / this.parts.fps));
    else if (control.kind === 'pace') pacer.multiply(control.factor);
    else {
      const atNs = driver.send(control);
      // Also a paused run shows what was pressed.
      if (pacer.paused) pacer.runTo(atNs);
    }
    this.framedMs = Number.NEGATIVE_INFINITY;
    post({ kind: 'status', status: this.status() });
  }

  /** Runs one slice and shows it when it is time. Returns for how long nothing will happen by itself. */
  turn(): WallMs {
    if (!this.started) return Number.POSITIVE_INFINITY;
    const { pacer, clock } = this.parts;
    const idleMs = pacer.slice();
    const now = clock();
    this.speed.add(now, this.parts.driver.events);
    if (now - this.framedMs >= this.frameMs) this.show(now);
    const unshown = this.credit && this.parts.driver.now !== this.framedNs;
    return unshown ? Math.min(idleMs, Math.max(0, this.framedMs + this.frameMs - now)) : idleMs;
  }

  private show(nowMs: WallMs): void {
    const { driver, observer, post } = this.parts;
    if (!this.credit || driver.now === this.framedNs) return;
    this.credit = false;
    this.framedMs = nowMs;
    this.framedNs = driver.now;
    post({ kind: 'status', status: this.status() });
    post({ kind: 'frame', frame: observer.frame() });
  }

  private status(): Status {
    const { driver, pacer } = this.parts;
    return {
      paused: pacer.paused,
      pace: pacer.pace,
      ratio: pacer.ratio,
      phase: driver.phase?.label ?? '',
      express: pacer.express ? driver.progress : null,
      eventsPerSecond: this.speed.perSecond,
    };
  }
}

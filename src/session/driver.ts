// The driver: moves a simulation forward in simulated time and lets commands take effect at exact instants.
//
// * Figures are sampled and the timeline is stepped at fixed ticks, whatever the sizes of the steps in between, so a run
//   depends on neither wall time nor frames. The worker and the headless commands drive with the same code.
// * A command from outside takes effect at an instant on a fixed grid and is logged with it; given again `at` that
//   instant it makes the same run.

import type { Ns } from '../base/time.ts';
import type { Frame, Marker, MetricInfo, Violation } from '../observe/frame.ts';
import type { Action } from '../scenario/action.ts';
import type { Metrics } from '../scenario/condition.ts';
import {
  type Effect,
  phaseProgress,
  stepTimeline,
  TIMELINE_START,
  type TimelineStep,
  takeOver,
} from '../scenario/timeline.ts';
import type { Phase } from '../scenario/timeline-schema.ts';
import type { Command, LoggedCommand } from '../simulation/command.ts';

/** What the driver needs of a simulation. */
export interface Driven {
  readonly now: Ns;
  /** Served since the run began. */
  readonly events: number;
  /** Serves events up to and including `until`, at most `maxEvents`; true when `until` was reached. */
  advance(until: Ns, maxEvents: number): boolean;
  dispatch(command: Command): void;
  /** The variant of a subsystem when all flips that were asked for are made. */
  variantAhead(subsystem: string): string;
  hash(): string;
  takeMarkers(): readonly Marker[];
}

/** What the driver needs of an observer. */
export interface Watcher {
  readonly infos: readonly MetricInfo[];
  tick(): void;
  metrics(): Metrics;
  frame(): Frame;
  /** The first of its kind since the last flip, for each kind that has not been told yet. */
  takeViolations?(): readonly Violation[];
}

/** Who hears what happens on the way. */
export interface DriverListener {
  command?(command: LoggedCommand): void;
  marker?(marker: Marker): void;
  /** Makes a marker, too. */
  violation?(violation: Violation): void;
  caption?(text: string): void;
  phase?(phase: Phase): void;
  /** The timeline is over, or somebody's flip has ended it. */
  end?(): void;
}

export interface DriverOptions {
  readonly tickNs: Ns;
  readonly timeline: readonly Phase[];
  readonly at: readonly LoggedCommand[];
}

/** Instants per tick at which a command from outside can take effect. */
const GRID = 100;

export class Driver {
  /** All commands that took effect, in order. */
  readonly log: LoggedCommand[] = [];
  /** Those of them that did not come from the timeline: what it takes to make this run again. */
  readonly given: LoggedCommand[] = [];
  private readonly simulation: Driven;
  private readonly observer: Watcher;
  private readonly timeline: readonly Phase[];
  private readonly tickNs: Ns;
  private readonly gridNs: Ns;
  private readonly listener: DriverListener;
  /** By instant, then in the order given. */
  private readonly pending: LoggedCommand[];
  private nextTickNs: Ns = 0;
  private state = TIMELINE_START;

  constructor(simulation: Driven, observer: Watcher, options: DriverOptions, listener: DriverListener = {}) {
    this.simulation = simulation;
    this.observer = observer;
    this.timeline = options.timeline;
    this.tickNs = options.tickNs;
    this.gridNs = Math.max(1, Math.floor(options.tickNs / GRID));
    this.pending = options.at.toSorted((a, b) => a.atNs - b.atNs);
    this.listener = listener;
  }

  get now(): Ns {
    return this.simulation.now;
  }

  /** Events served since the run began. */
  get events(): number {
    return this.simulation.events;
  }

  /** The phase that is going on. */
  get phase(): Phase | undefined {
    return this.timeline[this.state.phase];
  }

  /** How far (0..1) that phase has come. */
  get progress(): number {
    return phaseProgress(this.timeline, this.state, this.now, this.observer.metrics());
  }

  /** How far (0..1) the timeline has come. */
  get share(): number {
    return this.phase === undefined ? 0 : (this.state.phase + this.progress) / this.timeline.length;
  }

  /** The timeline is over, or there is none. */
  get ended(): boolean {
    return this.state.phase >= this.timeline.length;
  }

  /** A command from outside: it takes effect at the next instant of the grid, which is returned. */
  send(command: Command): Ns {
    const atNs = (Math.floor(this.now / this.gridNs) + 1) * this.gridNs;
    const later = this.pending.findIndex((other) => other.atNs > atNs);
    this.pending.splice(later < 0 ? this.pending.length : later, 0, { atNs, command });
    return atNs;
  }

  /** Commands whose instants have not come. */
  get waiting(): readonly LoggedCommand[] {
    return this.pending;
  }

  /** Goes on towards `until`: at most to the next instant at which something is to be done. True when `until` was reached. */
  advance(until: Ns, maxEvents: number): boolean {
    const stop = Math.min(until, this.nextTickNs, this.pending[0]?.atNs ?? Number.POSITIVE_INFINITY);
    const reached = this.simulation.advance(stop, maxEvents);
    if (reached) this.serve(stop);
    this.tellMarkers();
    return reached && stop === until;
  }

  private serve(atNs: Ns): void {
    if (atNs === this.nextTickNs) {
      this.nextTickNs += this.tickNs;
      this.observer.tick();
      this.follow(stepTimeline(this.timeline, this.state, atNs, this.observer.metrics()), atNs);
    }
    for (let next = this.pending[0]; next !== undefined && next.atNs <= atNs; next = this.pending[0]) {
      this.pending.shift();
      this.obey(next.command, atNs);
    }
  }

  private obey(command: Command, atNs: Ns): void {
    const exchanges = command.kind === 'flip' && this.simulation.variantAhead(command.subsystem) !== command.variant;
    this.given.push({ atNs, command });
    this.dispatch(atNs, command);
    if (exchanges) this.follow(takeOver(this.timeline, this.state, atNs, this.observer.metrics(), command), atNs);
  }

  private follow({ state, effects }: TimelineStep, atNs: Ns): void {
    this.state = state;
    for (const effect of effects) this.apply(effect, atNs);
  }

  private apply(effect: Effect, atNs: Ns): void {
    if (effect.kind === 'act') this.act(effect.action, atNs);
    else if (effect.kind === 'caption') this.listener.caption?.(effect.text);
    else if (effect.kind === 'phase') this.listener.phase?.(effect.phase);
    else this.listener.end?.();
  }

  private act(action: Action, atNs: Ns): void {
    if (action.kind === 'marker') this.listener.marker?.({ atNs, kind: 'note', text: action.text, detail: '' });
    else this.dispatch(atNs, action);
  }

  private dispatch(atNs: Ns, command: Command): void {
    this.log.push({ atNs, command });
    this.listener.command?.({ atNs, command });
    this.simulation.dispatch(command);
  }

  private tellMarkers(): void {
    for (const marker of this.simulation.takeMarkers()) this.listener.marker?.(marker);
    for (const violation of this.observer.takeViolations?.() ?? []) {
      const { atNs, kind, what } = violation;
      this.listener.marker?.({ atNs, kind: 'violation', text: kind, detail: what });
      this.listener.violation?.(violation);
    }
  }
}

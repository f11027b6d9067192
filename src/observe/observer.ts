// The observer: everything that can be seen of a running simulation, as immutable frames.
//
// Interface: tick() at fixed instants of simulated time, metrics(), frame() whenever somebody looks.
//
// * Observing changes nothing that the simulation can see: the same run with other frames has the same hash.
// * Figures move at ticks only, so they do not depend on when or how often a frame is made.
// * What a frame says of an interval (CPU shares, waiters, utilisation) and the decay of the profile refer to the time
//   between two frames, as in perf top.

import { type Ns, SECOND } from '../base/time.ts';
import type { Engine } from '../engine/engine.ts';
import type { Figure } from '../engine/figure.ts';
import type { LockClass } from '../kernel/locking/lock-class.ts';
import type { Races } from '../kernel/mm/races.ts';
import type { Cpu } from '../machine/cpu.ts';
import type { IpiLedger } from '../machine/ipi.ts';
import {
  cpuFigures,
  ipiFigures,
  lockFigures,
  runnableFigure,
  selfFigure,
  switchFigures,
  ticksFigure,
  waitersFigure,
} from './builtin-figures.ts';
import { CpuIntervals, CpuTimes } from './cpu-times.ts';
import { ExactProfile } from './exact-profile.ts';
import { FigureWindows } from './figure-windows.ts';
import type { Frame, MetricInfo, ProfileSample, SchedulingSample, Violation } from './frame.ts';
import { LockIntervals } from './lock-intervals.ts';
import { Profile, type ProfileLimits } from './profile.ts';
import { RaceView } from './race-view.ts';
import { Sampler } from './sampler.ts';
import { leafShare, SwitchChains } from './switch-chains.ts';

/** What a simulation lets be observed. */
export interface Observed {
  readonly engine: Engine;
  /** By id: CPU n is the n-th. */
  readonly cpus: readonly Cpu[];
  /** May grow. */
  readonly lockClasses: readonly LockClass[];
  /** Of the machine, the kernel and the workload. */
  readonly figures: readonly Figure[];
  /** Every IPI of the machine, if it sends any. */
  readonly ipiLedger?: IpiLedger;
  /** Who finds out about races, if the kernel has somebody. */
  readonly races?: Races | null;
  /** Waiting and running. */
  runQueueLength(cpu: Cpu): number;
  variants(): Record<string, string>;
  flipping(): Frame['flipping'];
}

export interface ObserverOptions {
  /** Sampling clock of every CPU. */
  readonly rateHz: number;
  /** Samples per CPU between two frames; more are lost. */
  readonly capacity: number;
  /** What is left of the profile's samples at the next frame. */
  readonly decay: number;
  /** Count idle CPUs in the profile, as default_idle. */
  readonly includeIdle: boolean;
  /** Length of the sliding window of figures that do not say their own. */
  readonly windowNs: Ns;
  /** Symbols whose exact share becomes a figure, `self.<symbol>`. */
  readonly symbols: readonly string[];
  /** Symbols whose share of the scheduling points below them becomes a figure, `under.<symbol>`; several are joined by +. */
  readonly callers: readonly string[];
  /** Symbols whose exact share of all CPU time, idle time included, becomes a figure, `ticks.<symbol>`. */
  readonly ticks: readonly string[];
  /** Lock classes whose lock_stat becomes figures, `lock.<class>.<figure>`. */
  readonly locks: readonly string[];
}

/** perf samples at 4000 Hz; a prime next to it does not walk in step with time slices. */
const DEFAULTS: ObserverOptions = {
  rateHz: 3989,
  capacity: 32_768,
  decay: 7 / 8,
  includeIdle: false,
  windowNs: SECOND,
  symbols: [],
  callers: [],
  ticks: [],
  locks: [],
};

/** Tasks sleep in few places. */
const POINT_LIMITS: ProfileLimits = { rows: 16, selfRows: 10, chainBytes: 6000 };

const infoOf = ({ id, label, unit, help, kind, windowNs }: Figure, usualNs: Ns): MetricInfo => ({
  id,
  label,
  unit,
  help,
  ...(kind === 'value' ? {} : { windowNs: windowNs ?? usualNs }),
});

export class Observer {
  /** What the ids in metrics() mean. */
  readonly infos: readonly MetricInfo[];
  private readonly observed: Observed;
  private readonly sampler: Sampler;
  private readonly profile: Profile;
  private readonly switches: Profile;
  private readonly switchChains: SwitchChains;
  private readonly exact: ExactProfile;
  private readonly times: CpuTimes;
  private readonly cpuIntervals: CpuIntervals;
  private readonly lockIntervals: LockIntervals;
  private readonly figures: FigureWindows;
  private readonly races: RaceView | null;
  private seq = 0;
  private framedAtNs: Ns;

  /** Becomes the engine's probe. */
  constructor(observed: Observed, options: Partial<ObserverOptions> = {}) {
    const all = { ...DEFAULTS, ...options };
    const { engine, cpus, lockClasses } = observed;
    this.observed = observed;
    this.framedAtNs = engine.now;
    this.times = new CpuTimes(cpus);
    this.times.settle();
    this.sampler = new Sampler(cpus.length, all);
    engine.probe = this.sampler;
    this.profile = new Profile(engine.tree, all.decay);
    this.switchChains = new SwitchChains(engine.tree);
    this.switches = new Profile(this.switchChains.tree, all.decay, POINT_LIMITS);
    this.exact = new ExactProfile(engine.tree, new Set(all.includeIdle ? [] : cpus.map((cpu) => cpu.idleNode)));
    this.cpuIntervals = new CpuIntervals(cpus, this.times, (cpu) => observed.runQueueLength(cpu));
    this.lockIntervals = new LockIntervals(engine.tree, lockClasses, engine.now);
    this.races = observed.races ? new RaceView(engine.tree, observed.races) : null;
    const figures = [...this.builtinFigures(all), ...observed.figures];
    this.infos = figures.map((figure) => infoOf(figure, all.windowNs));
    this.figures = new FigureWindows(figures, all.windowNs);
    this.figures.sample(engine.now);
  }

  private builtinFigures({ symbols, ticks, callers, locks }: ObserverOptions): readonly Figure[] {
    const { engine, cpus, lockClasses, ipiLedger } = this.observed;
    return [
      ...cpuFigures(this.times),
      runnableFigure(cpus, (cpu) => this.observed.runQueueLength(cpu)),
      waitersFigure(engine, lockClasses),
      ...(ipiLedger === undefined ? [] : ipiFigures(ipiLedger)),
      ...symbols.map((symbol) => selfFigure(engine, this.times, symbol)),
      ...switchFigures(engine, this.sampler.points, callers),
      ...ticks.map((symbol) => ticksFigure(engine, this.times, symbol)),
      ...lockClasses.filter(({ name }) => locks.includes(name)).flatMap((one) => lockFigures(engine, one)),
    ];
  }

  /** Reads all figures now. The driver calls it at fixed instants of simulated time. */
  tick(): void {
    this.times.settle();
    this.figures.sample(this.observed.engine.now);
  }

  /** Every figure by id, as of the last tick. */
  metrics(): Readonly<Record<string, number>> {
    return this.figures.latest;
  }

  frame(): Frame {
    const atNs = this.observed.engine.now;
    const intervalNs = atNs - this.framedAtNs;
    this.framedAtNs = atNs;
    this.times.settle();
    return {
      seq: this.seq++,
      atNs,
      intervalNs,
      profile: this.sampledProfile(intervalNs > 0),
      schedulingPoints: this.countedSwitches(intervalNs > 0),
      ...this.cpuIntervals.next(),
      locks: this.lockIntervals.next(atNs),
      ...(this.races === null ? {} : { races: this.races.sample() }),
      metrics: this.metrics(),
      variants: { ...this.observed.variants() },
      flipping: this.observed.flipping(),
    };
  }

  /** Violations that are the first of their kind and have not been told yet. */
  takeViolations(): readonly Violation[] {
    return this.races?.take() ?? [];
  }

  private countedSwitches(timePassed: boolean): SchedulingSample {
    const { points } = this.sampler;
    if (timePassed) this.switches.age();
    points.drain((node, count) => this.switches.add(this.switchChains.leafBelow(node), count));
    return { events: points.total, rows: this.switches.rows(leafShare) };
  }

  /** While no time passes (a frame of a paused run) nothing is forgotten. */
  private sampledProfile(timePassed: boolean): ProfileSample {
    const { rateHz, samples, lost } = this.sampler;
    if (timePassed) this.profile.age();
    this.sampler.drain((node, count) => this.profile.add(node, count));
    return { rateHz, samples, lost, rows: this.profile.rows(this.exact.shares()) };
  }
}

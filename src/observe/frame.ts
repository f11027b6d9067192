// A frame: one observation of everything at one instant of simulated time.
//
// * Immutable plain data that survives a structured clone; about 50 KB at most.
// * Shares are 0..1; times are whole ns of simulated time.
// * `metrics` holds every scalar figure under the id that its MetricInfo declares, so charts, claims and
//   exports all name figures in one way.

import type { Ns } from '../base/time.ts';

export interface Frame {
  readonly seq: number;
  readonly atNs: Ns;
  /** Simulated time since the previous frame; what per-interval figures refer to. */
  readonly intervalNs: Ns;
  readonly profile: ProfileSample;
  readonly schedulingPoints: SchedulingSample;
  readonly cpus: readonly CpuSample[];
  /** Mean over all CPUs of this interval. */
  readonly cpuShares: CpuShares;
  /** By contention: the class whose waiters lost most time in this interval first. */
  readonly locks: readonly LockSample[];
  readonly metrics: Readonly<Record<string, number>>;
  /** Active variant by subsystem. */
  readonly variants: Readonly<Record<string, string>>;
  /** Absent where nothing is on the watch for races. */
  readonly races?: RaceSample;
  /** A flip whose gate is closed and that waits for calls in flight, or null. */
  readonly flipping: { readonly subsystem: string; readonly to: string; readonly inFlight: number } | null;
}

export interface ProfileSample {
  /** Sampling clock of every CPU. */
  readonly rateHz: number;
  /** Samples since the run began. */
  readonly samples: number;
  /** Samples that the ring buffer had no room for since the run began. */
  readonly lost: number;
  /** Hottest by self first. Counts are decayed like perf top's (7/8 per frame). */
  readonly rows: readonly ProfileRow[];
}

/** Where tasks were when they left their CPU: the same table, of events instead of time. */
export interface SchedulingSample {
  /** Context switches away from a task since the run began. */
  readonly events: number;
  /** `exactSelf`: share of all events since the run began. */
  readonly rows: readonly ProfileRow[];
}

export interface ProfileRow {
  readonly symbol: string;
  readonly space: 'kernel' | 'user';
  /** Share of the decayed samples whose leaf is this symbol. */
  readonly self: number;
  /** Share of the decayed samples that have this symbol anywhere in their chain. */
  readonly children: number;
  /** Share of exact simulated CPU time since the run began, the oracle for `self`. */
  readonly exactSelf: number;
  /** Hottest call chains that end in this symbol, hottest first, at most six. */
  readonly chains: readonly CallChain[];
}

export interface CallChain {
  /** Share of this row's own samples. */
  readonly share: number;
  /** Callers, innermost first; the row's own symbol is not repeated. */
  readonly callers: readonly string[];
}

/** Sums to 1. */
export interface CpuShares {
  readonly user: number;
  readonly kernel: number;
  readonly spin: number;
  readonly irq: number;
  readonly iowait: number;
  readonly idle: number;
}

export interface CpuSample {
  readonly id: number;
  readonly node: number;
  readonly shares: CpuShares;
  /** What runs now: the task's name, or '' when idle. */
  readonly task: string;
  /** Symbol at the top of its stack, or '' when idle. */
  readonly symbol: string;
  readonly runQueue: number;
}

/** lock_stat's figures of one lock class since the run began, and the queues of its instances now. */
export interface LockSample {
  readonly name: string;
  readonly kind: 'spin' | 'rwlock' | 'mutex' | 'rwsem';
  readonly contentions: number;
  readonly conBounces: number;
  readonly waitMinNs: Ns;
  readonly waitMaxNs: Ns;
  readonly waitTotalNs: Ns;
  readonly acquisitions: number;
  readonly acqBounces: number;
  readonly holdMinNs: Ns;
  readonly holdMaxNs: Ns;
  readonly holdTotalNs: Ns;
  /** In this interval: CPU-seconds spent waiting per second, summed over waiters. */
  readonly waitersMean: number;
  /** In this interval: share of time that the busiest instance was held. */
  readonly utilisation: number;
  /** Waiters now, over all instances. */
  readonly waiters: number;
  readonly instances: number;
  /** Call sites that waited, most often first, at most four. */
  readonly contentionPoints: readonly LockPoint[];
  /** Longest first, at most four; empty when nobody waits. */
  readonly queues: readonly LockQueue[];
}

export interface LockPoint {
  readonly symbol: string;
  readonly count: number;
}

export interface LockQueue {
  /** Which instance, e.g. 'anon_vma#12 (heap of reaim)'. */
  readonly instance: string;
  readonly holders: readonly LockParty[];
  readonly length: number;
  /** In the order in which they are served where the lock has one; at most 16. */
  readonly waiters: readonly LockParty[];
}

export interface LockParty {
  readonly task: string;
  /** CPU that it spins on or holds from; -1 when it sleeps. */
  readonly cpu: number;
  readonly sinceNs: Ns;
  /** Caller of the lock function. */
  readonly site: string;
  readonly mode: 'read' | 'write';
}

/** What the race detector has caught; counts since the run began, by kind. */
export interface RaceSample {
  readonly counts: Readonly<Record<string, number>>;
  /** Tasks that have died because they touched an entry that a migration had lost. */
  readonly deaths: number;
  /** The first of each kind since the variants are what they are, in order of time. */
  readonly first: readonly Violation[];
}

export interface Violation {
  readonly kind: string;
  readonly atNs: Ns;
  /** Not benign. */
  readonly fatal: boolean;
  /** What was missed or has gone, e.g. 'entry of page 4099 in data of mm 12'. */
  readonly what: string;
  readonly walker: ViolationParty;
  /** Who changed what was walked over, or made the walk end too early; null when that is not known. */
  readonly mutator: ViolationParty | null;
}

export interface ViolationParty {
  readonly task: string;
  readonly cpu: number;
  readonly atNs: Ns;
  /** Outermost function first. */
  readonly stack: readonly string[];
}

/** What a metric means; the same for the whole run. */
export interface MetricInfo {
  readonly id: string;
  readonly label: string;
  /** '' for a plain number; '%' means the value is a share 0..1 to be shown in percent. */
  readonly unit: string;
  readonly help: string;
  /** Of a rate or a mean: over how much time; absent for what is read as it is. */
  readonly windowNs?: Ns;
}

/** A named instant. Every flip makes one. */
export interface Marker {
  readonly atNs: Ns;
  readonly kind: 'flip' | 'load' | 'fault' | 'note' | 'violation';
  /** One short line, e.g. 'rmap shared -> chain'. */
  readonly text: string;
  /** Cost and objects handed over, or ''. */
  readonly detail: string;
}

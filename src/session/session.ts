// A session: one live run, seen from the main thread. The simulation itself runs in a worker thread.
//
// Interface: bus (what the run tells), start, send (what the user wants), close.

import type { Ns } from '../base/time.ts';
import type { Bus } from '../bus/bus.ts';
import type { MetricInfo } from '../observe/frame.ts';
import type { Command } from '../simulation/command.ts';

/** What a user can ask of a running session. Only a Command can change figures; the rest is about driving. */
export type Control =
  | Command
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  /** Advance by one frame's worth of simulated time, then pause. */
  | { readonly kind: 'step' }
  /** Multiply the pace of the current phase. */
  | { readonly kind: 'pace'; readonly factor: number };

/** What is known of a run before it starts; the same for the whole run. */
export interface RunInfo {
  readonly scenario: string;
  readonly title: string;
  readonly source: string;
  readonly seed: number;
  readonly cpus: readonly { readonly id: number; readonly node: number }[];
  readonly memoryBytes: number;
  /** What the digit keys flip. */
  readonly flips: readonly FlipKey[];
  /** The subsystems that the scenario names. */
  readonly subsystems: readonly SubsystemInfo[];
  /** The load that `+` and `-` change; null when the workload has none. */
  readonly load: LoadKeys | null;
  readonly metrics: readonly MetricInfo[];
  /** What to plot, most important first. */
  readonly charts: readonly ChartInfo[];
  /** Metrics for the headline under the title, most important first. */
  readonly headline: readonly string[];
  /** Work that is coarser than one by one, in a sentence. */
  readonly grain: string;
}

export interface LoadKeys {
  readonly unit: string;
  readonly step: number;
  readonly max: number;
  /** Id of the figure that shows the load now; the first `+` starts from it. */
  readonly metric: string;
}

export interface SubsystemInfo {
  readonly id: string;
  /** All that there are, oldest first. */
  readonly variants: readonly string[];
}

export interface FlipKey {
  /** '1'..'9' */
  readonly key: string;
  readonly subsystem: string;
  readonly old: string;
  readonly new: string;
}

export interface ChartInfo {
  readonly title: string;
  readonly unit: string;
  /** Fixed top of the axis; null grows in steps with the data. */
  readonly max: number | null;
  readonly metrics: readonly string[];
}

export interface Session {
  readonly info: RunInfo;
  readonly bus: Bus;
  /** Lets the run begin: to be called once whoever listens to the bus does so. */
  start(): void;
  send(control: Control): void;
  /** Stops the worker; safe to call twice. */
  close(): Promise<void>;
}

export interface SessionOptions {
  /** Path of the scenario file. */
  readonly scenarioPath: string;
  readonly seed: number;
  /** Variants at the start that differ from the scenario's. */
  readonly set: Readonly<Record<string, string>>;
  /** Frames per second of wall time, 1..30. */
  readonly fps: number;
  /** Commands that take effect at given instants of simulated time. */
  readonly at: readonly { readonly atNs: Ns; readonly command: Command }[];
}

// What the main thread and the simulation's worker say to each other.
//
// * The worker never returns to its event loop while it runs: it takes messages out of its port between two slices.
//   `wake` lets it sleep in between: whoever posts to it adds one and notifies.
// * Frames on credit: the worker posts the next one only after the last was taken, so a blocked terminal queues nothing.

import type { Failure, Status } from '../bus/bus.ts';
import type { Frame, Marker } from '../observe/frame.ts';
import type { Control, RunInfo, SessionOptions } from './session.ts';

export interface WorkerData {
  readonly options: SessionOptions;
  /** Int32Array of one over a SharedArrayBuffer. */
  readonly wake: Int32Array<SharedArrayBuffer>;
}

export type ToWorker =
  /** The run waits for it, so that whoever listens misses nothing. */
  | { readonly kind: 'start' }
  | { readonly kind: 'control'; readonly control: Control }
  | { readonly kind: 'frame-taken' };

export type FromWorker =
  /** First of all, when the run could be built. */
  | { readonly kind: 'ready'; readonly info: RunInfo }
  /** Instead of 'ready': what was given cannot be used. */
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'frame'; readonly frame: Frame }
  | { readonly kind: 'status'; readonly status: Status }
  | { readonly kind: 'marker'; readonly marker: Marker }
  | { readonly kind: 'caption'; readonly text: string }
  | { readonly kind: 'end' }
  /** The worker ends after this. */
  | { readonly kind: 'failed'; readonly failure: Failure };

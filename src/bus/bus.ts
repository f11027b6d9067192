// The bus: how what a run tells reaches whoever listens. Few typed topics at frame rate, never per simulated event.

import { EventEmitter } from 'eventemitter3';
import type { Frame, Marker } from '../observe/frame.ts';

export interface Topics {
  frame: [Frame];
  /** Also for what the race detector has caught; the call chains are in the frame that follows. */
  marker: [Marker];
  /** The timeline speaks to the audience. */
  caption: [string];
  status: [Status];
  /** The scenario's timeline is over, or a flip of the user's has ended it; the run goes on. */
  end: [];
  /** The run has stopped and will not go on: a broken invariant or a failure of the program. */
  failed: [Failure];
}

/** How the run is being driven; the only place where wall time is seen. */
export interface Status {
  readonly paused: boolean;
  /** Simulated seconds per wall second that were asked for. */
  readonly pace: number;
  /** Simulated seconds per wall second that were reached lately. */
  readonly ratio: number;
  /** Label of the timeline's phase; '' when there is none. */
  readonly phase: string;
  /** Running at full speed through the phase: how far (0..1); else null. */
  readonly express: number | null;
  readonly eventsPerSecond: number;
}

export interface Failure {
  readonly message: string;
  /** The command that shows it again, or ''. */
  readonly reproduce: string;
  readonly trace: string;
  /** A broken invariant of the simulation, not a failure of the program around it. */
  readonly violation?: boolean;
}

export type Bus = EventEmitter<Topics>;

export const createBus = (): Bus => new EventEmitter<Topics>();

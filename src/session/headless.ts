// A run without a screen: at full speed, observed at fixed instants of simulated time.

import { setImmediate } from 'node:timers/promises';
import { type Ns, SECOND } from '../base/time.ts';
import type { Frame } from '../observe/frame.ts';
import type { Run } from './start-run.ts';

export interface HeadlessOptions {
  /** Null: until the timeline is over. */
  readonly untilNs: Ns | null;
  /** Between two frames that are told. */
  readonly everyNs: Ns;
  readonly onFrame: (frame: Frame) => void;
  /** About ten times per second of wall time: how far (0..1) the run is. */
  readonly onProgress?: (share: number) => void;
  /** Asked after every frame that is told; true ends the run. */
  readonly isDone?: () => boolean;
}

/** At least this often a frame is made, told or not: the sampler's buffers hold some seconds, and its profile fades by frames. */
export const LOOK_NS = SECOND;
const EVENTS = 4096;
/** The event loop gets its turn this often, for signals and output. */
const TURN_MS = 50;

/** Returns the last frame, which is at the run's end. */
export async function runHeadless(run: Run, options: HeadlessOptions): Promise<Frame> {
  const { untilNs, everyNs, onFrame, isDone = () => false } = options;
  const turns = new Turns(() => options.onProgress?.(progressOf(run, untilNs)));
  const end = untilNs ?? Number.POSITIVE_INFINITY;
  const isOver = (): boolean => run.driver.now >= end || (untilNs === null && run.driver.ended);
  let dueNs = 0;
  for (let next = 0; ; next = Math.min(end, dueNs, next + LOOK_NS)) {
    while (!run.driver.advance(next, EVENTS) && !isOver()) await turns.take();
    const frame = run.observer.frame();
    if (next === dueNs || isOver()) {
      onFrame(frame);
      if (isOver() || isDone()) return frame;
      dueNs += everyNs;
    }
    await turns.take();
  }
}

const progressOf = ({ driver }: Run, untilNs: Ns | null): number =>
  untilNs === null ? driver.share : driver.now / untilNs;

/** Lets the event loop have its turn now and then. */
class Turns {
  private lastMs = performance.now();
  private readonly onTurn: () => void;

  constructor(onTurn: () => void) {
    this.onTurn = onTurn;
  }

  async take(): Promise<void> {
    if (performance.now() - this.lastMs < TURN_MS) return;
    this.onTurn();
    await setImmediate();
    this.lastMs = performance.now();
  }
}

// What is expensive to draw is drawn only for every n-th frame while the run goes on.

import { type State, shown } from '../state/state.ts';
import type { Line, Size } from '../text/line.ts';

interface Drawn {
  readonly key: string;
  readonly lines: readonly Line[];
}

/** `what` tells those apart that are on one screen. */
export type Draw = (what: object, state: State, size: Size, draw: () => readonly Line[]) => readonly Line[];

export const always: Draw = (_what, _state, _size, draw) => draw();

export function rarely(frames: number): Draw {
  const drawn = new Map<object, Drawn>();
  return (what, state, size, draw) => {
    const key = keyOf(state, size, frames);
    const last = drawn.get(what);
    if (last?.key === key) return last.lines;
    const lines = draw();
    drawn.set(what, { key, lines });
    return lines;
  };
}

/** Stays the same as long as it need not be drawn again. */
function keyOf(state: State, { columns, rows }: Size, frames: number): string {
  const { frame, markers } = shown(state);
  const every = state.live.status?.paused === true ? 1 : frames;
  const step = Math.floor((frame?.seq ?? -1) / every);
  return [step, every, markers.length, columns, rows, state.held !== null, state.ofWholeRun].join();
}

// Draws an expensive panel only for every n-th frame while the run goes on.

import { type State, shown } from '../state/state.ts';
import type { Line, Size } from '../text/line.ts';
import type { Panel } from './panel.ts';

interface Drawn {
  readonly key: string;
  readonly lines: readonly Line[];
}

export function rarely(panel: Panel, frames: number): Panel {
  let drawn: Drawn | null = null;
  return (state, size, look) => {
    const key = keyOf(state, size, frames);
    if (drawn?.key !== key) drawn = { key, lines: panel(state, size, look) };
    return drawn.lines;
  };
}

/** Stays the same as long as the panel need not be drawn again. */
function keyOf(state: State, size: Size, frames: number): string {
  const { frame, markers } = shown(state);
  const every = state.live.status?.paused === true ? 1 : frames;
  const step = Math.floor((frame?.seq ?? -1) / every);
  return [step, every, markers.length, size.columns, size.rows, state.focus === 'charts', state.held !== null].join();
}

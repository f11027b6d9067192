// The load that the load keys have asked for, until the figure is there or somebody else changes the load.

import type { Marker } from '../../observe/frame.ts';

export interface LoadAsked {
  /** What the next press starts from; null follows the figure. */
  readonly target: number | null;
  /** Sent, but not yet answered by a marker. */
  readonly pending: readonly number[];
}

export const NO_LOAD: LoadAsked = { target: null, pending: [] };

export const askLoad = ({ pending }: LoadAsked, target: number): LoadAsked => ({
  target,
  pending: [...pending, target],
});

/** Takes in the figure of two frames: between them it may have run past the target. */
export function observeLoad(asked: LoadAsked, before: number | undefined, now: number | undefined): LoadAsked {
  const { target } = asked;
  if (target === null || now === undefined) return asked;
  const passed = before !== undefined && Math.sign(before - target) !== Math.sign(now - target);
  return now === target || passed ? NO_LOAD : asked;
}

/** Every load command makes a marker; one that was not asked for here is the timeline's or an --at's. */
export function hearLoad(asked: LoadAsked, { kind, text }: Marker): LoadAsked {
  if (kind !== 'load') return asked;
  const answered = asked.pending.findIndex((target) => text === `load -> ${target}`);
  if (answered >= 0) return { ...asked, pending: asked.pending.slice(answered + 1) };
  // What is still on its way from here takes effect after it.
  return asked.pending.length > 0 ? asked : NO_LOAD;
}

// Flips that can be undone and redone: those asked for here and those that the timeline made.

import type { Frame } from '../../observe/frame.ts';

export interface Flip {
  readonly subsystem: string;
  readonly from: string;
  readonly to: string;
}

export interface FlipHistory {
  readonly done: readonly Flip[];
  readonly undone: readonly Flip[];
  /** Sent, but not yet seen in a frame. */
  readonly asked: readonly Flip[];
}

export const NO_FLIPS: FlipHistory = { done: [], undone: [], asked: [] };

export interface FlipStep {
  readonly flips: FlipHistory;
  /** What to send. */
  readonly flip: Flip;
}

/** The variant that is active or will be when everything asked for has happened. */
export function expectedVariant(flips: FlipHistory, subsystem: string, frame: Frame | null): string {
  const asked = flips.asked.findLast((flip) => flip.subsystem === subsystem);
  return asked?.to ?? frame?.variants[subsystem] ?? '';
}

export function ask(flips: FlipHistory, flip: Flip): FlipStep {
  return { flip, flips: { done: [...flips.done, flip], undone: [], asked: [...flips.asked, flip] } };
}

/** Null when there is nothing to undo. */
export function undo(flips: FlipHistory): FlipStep | null {
  const last = flips.done.at(-1);
  if (last === undefined) return null;
  const flip = { subsystem: last.subsystem, from: last.to, to: last.from };
  return {
    flip,
    flips: { done: flips.done.slice(0, -1), undone: [...flips.undone, last], asked: [...flips.asked, flip] },
  };
}

/** Null when there is nothing to redo. */
export function redo(flips: FlipHistory): FlipStep | null {
  const flip = flips.undone.at(-1);
  if (flip === undefined) return null;
  return {
    flip,
    flips: { done: [...flips.done, flip], undone: flips.undone.slice(0, -1), asked: [...flips.asked, flip] },
  };
}

/** Takes in what changed between two frames: answers to what was asked, or flips made by the timeline. */
export function observe(flips: FlipHistory, before: Frame | null, now: Frame): FlipHistory {
  let seen = flips;
  for (const [subsystem, to] of Object.entries(now.variants)) {
    const from = before?.variants[subsystem];
    if (from !== undefined && from !== to) seen = observeChange(seen, { subsystem, from, to });
    else if (now.flipping === null) seen = dropAnswered(seen, subsystem, to);
  }
  return seen;
}

function observeChange(flips: FlipHistory, change: Flip): FlipHistory {
  const wasAsked = flips.asked.some((flip) => flip.subsystem === change.subsystem && flip.to === change.to);
  if (wasAsked) return dropAnswered(flips, change.subsystem, change.to);
  return { ...flips, done: [...flips.done, change], undone: [] };
}

/** Forgets what was asked of a subsystem up to the flip that leads to its variant now. */
function dropAnswered(flips: FlipHistory, subsystem: string, variant: string): FlipHistory {
  const answered = flips.asked.findIndex((flip) => flip.subsystem === subsystem && flip.to === variant);
  if (answered < 0) return flips;
  const asked = flips.asked.filter((flip, index) => flip.subsystem !== subsystem || index > answered);
  return { ...flips, asked };
}

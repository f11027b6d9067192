// Keys that exchange variants in mid-run.

import type { FlipKey, RunInfo } from '../../session/session.ts';
import { next, type Update } from '../state/effect.ts';
import { ask, expectedVariant, type FlipStep, redo, undo } from '../state/flips.ts';
import { ANSWER_S, type Notice, noticeOf, type State } from '../state/state.ts';
import type { Binding } from './binding.ts';

export const flipKeys = (info: RunInfo): readonly Binding[] => [
  ...info.flips.map((flip) => digitKey(flip, isOnly(info, flip))),
  {
    keys: ['u'],
    shown: 'u',
    hint: 'undo',
    rank: 2,
    description: 'Undo the last flip',
    group: 'Flips',
    offered: (state) => state.flips.done.length > 0,
    act: (state) => carryOut(state, undo(state.flips)),
  },
  {
    keys: ['U'],
    shown: 'U',
    hint: 'redo',
    rank: 3,
    description: 'Redo the flip that was undone',
    group: 'Flips',
    offered: (state) => state.flips.undone.length > 0,
    act: (state) => carryOut(state, redo(state.flips)),
  },
];

const isOnly = ({ flips }: RunInfo, { subsystem }: FlipKey): boolean =>
  flips.filter((flip) => flip.subsystem === subsystem).length === 1;

const digitKey = (flip: FlipKey, isOnly: boolean): Binding => ({
  keys: [flip.key],
  shown: flip.key,
  hint: isOnly ? `flip ${flip.subsystem}` : `flip to ${flip.new}`,
  rank: 1,
  description: `Flip ${flip.subsystem}: ${flip.old} (old) and ${flip.new} (new)`,
  group: 'Flips',
  act: (state) => pressDigit(state, flip),
});

function pressDigit(state: State, key: FlipKey): Update {
  const from = expectedVariant(state.flips, key.subsystem, state.live.frame);
  const to = from === key.new ? key.old : key.new;
  return carryOut(state, ask(state.flips, { subsystem: key.subsystem, from, to }));
}

export function carryOut(state: State, step: FlipStep | null): Update {
  if (step === null) return next(state);
  const command = { kind: 'flip', subsystem: step.flip.subsystem, variant: step.flip.to } as const;
  return next(
    { ...state, flips: step.flips, notice: askedWhileFrozen(state, step) ?? state.notice },
    { kind: 'send', control: command },
  );
}

/** A frozen view does not show what becomes of the flip, so it says that it has been asked for. */
function askedWhileFrozen(state: State, { flip: { subsystem, from, to } }: FlipStep): Notice | null {
  return state.held === null ? null : noticeOf(state, `asked for: ${subsystem} ${from} -> ${to}`, 'done', ANSWER_S);
}

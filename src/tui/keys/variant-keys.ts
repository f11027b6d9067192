// The list of all variants of the run's subsystems, from which any can be flipped to: digits know two of each only.

import type { RunInfo } from '../../session/session.ts';
import { next, type Update } from '../state/effect.ts';
import { ask, expectedVariant } from '../state/flips.ts';
import type { State } from '../state/state.ts';
import type { Binding } from './binding.ts';
import { carryOut } from './flip-keys.ts';

export interface VariantChoice {
  readonly subsystem: string;
  readonly variant: string;
}

/** In the order of the list. */
export const variantChoices = ({ subsystems }: RunInfo): readonly VariantChoice[] =>
  subsystems.flatMap(({ id, variants }) => variants.map((variant) => ({ subsystem: id, variant })));

/** Whether it runs, or will when everything asked for has happened. */
export const isActive = ({ flips, live }: State, { subsystem, variant }: VariantChoice): boolean =>
  expectedVariant(flips, subsystem, live.frame) === variant;

/** None where digits reach all that there is. */
export const variantKeys = (info: RunInfo): readonly Binding[] =>
  variantChoices(info).some((choice) => !hasDigit(info, choice)) ? KEYS : [];

const hasDigit = ({ flips }: RunInfo, choice: VariantChoice): boolean =>
  flips.some((flip) => flip.subsystem === choice.subsystem && [flip.old, flip.new].includes(choice.variant));

const KEYS: readonly Binding[] = [
  {
    keys: ['v'],
    shown: 'v',
    hint: 'variants',
    rank: 7,
    description: 'All variants of the subsystems: flip to any of them',
    group: 'Flips',
    act: (state) => next({ ...state, mode: { kind: 'variants', chosen: firstActive(state) } }),
  },
  {
    keys: ['up', 'k', 'down', 'j'],
    shown: 'Up Down',
    hint: 'choose',
    description: 'Choose a variant',
    group: 'Flips',
    mode: 'variants',
    act: (state, key) => next(choose(state, key === 'up' || key === 'k' ? -1 : 1)),
  },
  {
    keys: ['enter'],
    shown: 'Enter',
    hint: 'flip',
    description: 'Flip to the chosen variant',
    group: 'Flips',
    mode: 'variants',
    act: flip,
  },
  {
    keys: ['escape', 'v', 'q'],
    shown: 'Esc',
    hint: 'cancel',
    description: 'Leave the list of variants',
    group: 'Flips',
    mode: 'variants',
    act: (state) => next(closed(state)),
  },
];

const firstActive = (state: State): number =>
  Math.max(
    0,
    variantChoices(state.info).findIndex((choice) => isActive(state, choice)),
  );

const closed = (state: State): State => ({ ...state, mode: { kind: 'normal' } });

function choose(state: State, by: number): State {
  if (state.mode.kind !== 'variants') return state;
  const { length } = variantChoices(state.info);
  return { ...state, mode: { kind: 'variants', chosen: (state.mode.chosen + by + length) % length } };
}

function flip(state: State): Update {
  const choice = state.mode.kind === 'variants' ? variantChoices(state.info)[state.mode.chosen] : undefined;
  if (choice === undefined || isActive(state, choice)) return next(closed(state));
  const { subsystem, variant } = choice;
  const from = expectedVariant(state.flips, subsystem, state.live.frame);
  return carryOut(closed(state), ask(state.flips, { subsystem, from, to: variant }));
}

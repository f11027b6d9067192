// Keys while the help is open or a filter is being typed.

import { next } from '../state/effect.ts';
import type { State } from '../state/state.ts';
import type { Binding } from './binding.ts';
import { STEPS } from './steps.ts';

/** Space pages, as in a pager. */
const SCROLL: Readonly<Record<string, number>> = { ...STEPS, ' ': 10 };

export const MODE_KEYS: readonly Binding[] = [
  {
    keys: Object.keys(SCROLL),
    shown: 'Up Down',
    hint: 'scroll',
    description: 'Scroll the help; also PgUp PgDn, Space',
    group: 'The view',
    mode: 'help',
    act: (state, key) => next(scrolled(state, SCROLL[key] ?? 0)),
  },
  {
    keys: ['escape', '?', 'h', 'q', 'enter'],
    shown: 'Esc',
    hint: 'close',
    description: 'Close the help',
    group: 'The view',
    mode: 'help',
    act: (state) => next({ ...state, mode: { kind: 'normal' } }),
  },
  {
    keys: ['enter'],
    shown: 'Enter',
    hint: 'keep',
    description: 'Keep the filter',
    group: 'Lists',
    mode: 'filter',
    act: (state) => next({ ...state, mode: { kind: 'normal' } }),
  },
  {
    keys: ['escape'],
    shown: 'Esc',
    hint: 'cancel',
    description: 'Return to the filter as it was',
    group: 'Lists',
    mode: 'filter',
    act: (state) => next({ ...withFilter(state, restored(state)), mode: { kind: 'normal' } }),
  },
  {
    keys: ['backspace'],
    shown: 'Backspace',
    hint: 'erase',
    description: 'Erase the last character',
    group: 'Lists',
    mode: 'filter',
    act: (state) => next(withFilter(state, state.profile.filter.slice(0, -1))),
  },
];

const LONGEST_FILTER = 40;

/** A printable character typed into the filter. */
export const typeIntoFilter = (state: State, character: string): State =>
  withFilter(state, (state.profile.filter + character).slice(0, LONGEST_FILTER));

const withFilter = (state: State, filter: string): State => ({ ...state, profile: { ...state.profile, filter } });

const restored = (state: State): string => (state.mode.kind === 'filter' ? state.mode.before : '');

function scrolled(state: State, by: number): State {
  if (state.mode.kind !== 'help') return state;
  return { ...state, mode: { kind: 'help', top: Math.max(0, Math.min(state.lastHelpTop, state.mode.top + by)) } };
}

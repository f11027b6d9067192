// Keys for the two lists, hot symbols and locks: moving, expanding, sorting, filtering.

import { PROFILE_SORTS } from '../../report/profile-table.ts';
import { move, TOP } from '../state/cursor.ts';
import { next, type Update } from '../state/effect.ts';
import { orderProfile } from '../state/settle-lists.ts';
import { PROFILE_EVENTS, type ProfileState, type State, shown } from '../state/state.ts';
import { selectedSymbol, visibleLocks, visibleProfile } from '../state/visible.ts';
import type { Binding } from './binding.ts';
import { STEPS } from './steps.ts';

const onList = (state: State): boolean => state.focus === 'profile' || state.focus === 'locks';
const onProfile = (state: State): boolean => state.focus === 'profile';

export const LIST_KEYS: readonly Binding[] = [
  {
    keys: Object.keys(STEPS),
    shown: 'Up Down',
    hint: 'move',
    rank: 15,
    description: 'Move in the list; also j k, PgUp PgDn, Home End or g G',
    group: 'Lists',
    offered: onList,
    act: (state, key) => next(moved(state, STEPS[key] ?? 0)),
  },
  {
    keys: ['enter', 'e'],
    shown: 'Enter',
    hint: 'callers',
    rank: 6,
    description: 'Show or hide the call chains of the symbol; also e',
    group: 'Lists',
    offered: onProfile,
    act: (state) => profileUpdate(state, { expanded: toggled(state.profile.expanded, selectedSymbol(state)) }),
  },
  {
    keys: ['E'],
    shown: 'E',
    hint: '',
    description: 'Show the call chains of all symbols',
    group: 'Lists',
    offered: onProfile,
    act: (state) => profileUpdate(state, { expanded: new Set(visibleProfile(state).map((row) => row.symbol)) }),
  },
  {
    keys: ['C'],
    shown: 'C',
    hint: '',
    description: 'Hide all call chains',
    group: 'Lists',
    offered: onProfile,
    act: (state) => profileUpdate(state, { expanded: new Set() }),
  },
  {
    keys: ['/'],
    shown: '/',
    hint: 'filter',
    rank: 7,
    description: 'Filter the symbols by a part of their name',
    group: 'Lists',
    act: (state) => next({ ...state, focus: 'profile', mode: { kind: 'filter', before: state.profile.filter } }),
  },
  {
    keys: ['escape'],
    shown: 'Esc',
    hint: 'no filter',
    rank: 3,
    description: 'Clear the filter',
    group: 'Lists',
    offered: (state) => state.profile.filter !== '',
    act: (state) => profileUpdate(state, { filter: '' }),
  },
  {
    keys: ['s'],
    shown: 's',
    hint: 'sort',
    rank: 12,
    description: 'Sort the symbols by self, children or name',
    group: 'Lists',
    offered: onProfile,
    act: sortNext,
  },
  {
    keys: ['w'],
    shown: 'w',
    hint: 'switches',
    rank: 13,
    description: 'Count where tasks leave their CPUs (sched_switch) instead of time; again for time',
    group: 'Lists',
    offered: onProfile,
    act: countNext,
  },
];

const profileUpdate = (state: State, change: Partial<ProfileState>): Update =>
  next({ ...state, profile: { ...state.profile, ...change } });

function moved(state: State, by: number): State {
  if (state.focus === 'locks') {
    const ids = visibleLocks(state).map((lock) => lock.name);
    return { ...state, locks: { ...state.locks, cursor: move(state.locks.cursor, ids, by) } };
  }
  const ids = visibleProfile(state).map((row) => row.symbol);
  return { ...state, profile: { ...state.profile, cursor: move(state.profile.cursor, ids, by) } };
}

function toggled(set: ReadonlySet<string>, item: string | null): ReadonlySet<string> {
  const copy = new Set(set);
  if (item !== null && !copy.delete(item)) copy.add(item);
  return copy;
}

function sortNext(state: State): Update {
  const index = PROFILE_SORTS.indexOf(state.profile.sort) + 1;
  return orderedAnew(state, { sort: PROFILE_SORTS[index % PROFILE_SORTS.length] ?? 'self' });
}

function countNext(state: State): Update {
  const index = PROFILE_EVENTS.indexOf(state.profile.event) + 1;
  return orderedAnew(state, { event: PROFILE_EVENTS[index % PROFILE_EVENTS.length] ?? 'cycles' });
}

function orderedAnew(state: State, change: Partial<ProfileState>): Update {
  const profile = { ...state.profile, ...change, cursor: TOP, order: [] };
  const { frame } = shown(state);
  return next({ ...state, profile: frame === null ? profile : orderProfile(profile, frame) });
}

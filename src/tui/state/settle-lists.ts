// Keeps the order of the two lists calm from frame to frame.

import type { Frame } from '../../observe/frame.ts';
import { settle } from './settle.ts';
import type { ListState, ProfileState } from './state.ts';
import { countedIn } from './visible.ts';

/** Of the last digit of '12.3%'. */
const PROFILE_STEP = 0.001;
/** Of the last digit of '1.23' CPUs lost. */
const LOCKS_STEP = 0.01;

export function orderProfile(profile: ProfileState, frame: Frame): ProfileState {
  const weight = profile.sort === 'children' ? 'children' : 'self';
  const rows = countedIn(frame, profile.event).rows.map((row) => ({ id: row.symbol, weight: row[weight] }));
  return { ...profile, order: settle(profile.order, rows, PROFILE_STEP) };
}

export function orderLocks(locks: ListState, frame: Frame): ListState {
  const rows = frame.locks.map((lock) => ({ id: lock.name, weight: lock.waitersMean }));
  return { ...locks, order: settle(locks.order, rows, LOCKS_STEP) };
}

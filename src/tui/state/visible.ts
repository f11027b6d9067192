// The rows of the lists as they are to be seen: filtered, sorted, in their settled order.

import type { Frame, LockSample } from '../../observe/frame.ts';
import { type ProfileLine, profileTable } from '../../report/profile-table.ts';
import { locate } from './cursor.ts';
import { type ProfileEvent, type State, shown } from './state.ts';

export function visibleProfile(state: State): readonly ProfileLine[] {
  const { frame } = shown(state);
  if (frame === null) return [];
  const lines = profileTable(countedIn(frame, state.profile.event), state.profile);
  return state.profile.sort === 'symbol' ? lines : inOrder(lines, state.profile.order, (line) => line.symbol);
}

/** What the profile shows of a frame. */
export const countedIn = (frame: Frame, event: ProfileEvent): Pick<Frame['profile'], 'rows'> =>
  event === 'cycles' ? frame.profile : frame.schedulingPoints;

export function visibleLocks(state: State): readonly LockSample[] {
  const { frame } = shown(state);
  return frame === null ? [] : inOrder(frame.locks, state.locks.order, (lock) => lock.name);
}

export function selectedSymbol(state: State): string | null {
  const symbols = visibleProfile(state).map((line) => line.symbol);
  return symbols[locate(state.profile.cursor, symbols)] ?? null;
}

export function selectedLock(state: State): LockSample | null {
  const locks = visibleLocks(state);
  const names = locks.map((lock) => lock.name);
  return locks[locate(state.locks.cursor, names)] ?? null;
}

function inOrder<T>(items: readonly T[], order: readonly string[], idOf: (item: T) => string): readonly T[] {
  const rank = new Map(order.map((id, index) => [id, index]));
  const rankOf = (item: T): number => rank.get(idOf(item)) ?? order.length;
  return items.toSorted((a, b) => rankOf(a) - rankOf(b));
}

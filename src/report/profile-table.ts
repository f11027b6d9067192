// The profile as a table: which rows, in which order, how hot. Shared by the screen and the text report.

import type { CallChain, ProfileRow, ProfileSample } from '../observe/frame.ts';

export const PROFILE_SORTS = ['self', 'children', 'symbol'] as const;
export type ProfileSort = (typeof PROFILE_SORTS)[number];

/** perf's thresholds, so that trained eyes need no retraining. */
export type Heat = 'hot' | 'warm' | 'cool';

export interface ProfileLine {
  readonly symbol: string;
  /** '[k]' or '[.]' as in perf. */
  readonly space: string;
  readonly self: number;
  readonly children: number;
  readonly exactSelf: number;
  readonly heat: Heat;
  readonly chains: readonly CallChain[];
}

export interface ProfileChoice {
  readonly sort: ProfileSort;
  /** Part of the symbol's name, any case; '' shows all. */
  readonly filter: string;
}

/** Of time or of events. */
export function profileTable(profile: Pick<ProfileSample, 'rows'>, choice: ProfileChoice): readonly ProfileLine[] {
  const wanted = choice.filter.toLowerCase();
  const lines = profile.rows.filter((row) => row.symbol.toLowerCase().includes(wanted)).map(toLine);
  return lines.sort(ORDER[choice.sort]);
}

const ORDER: Record<ProfileSort, (a: ProfileLine, b: ProfileLine) => number> = {
  self: (a, b) => b.self - a.self || b.children - a.children,
  children: (a, b) => b.children - a.children || b.self - a.self,
  symbol: (a, b) => (a.symbol < b.symbol ? -1 : 1),
};

const toLine = (row: ProfileRow): ProfileLine => ({
  symbol: row.symbol,
  space: row.space === 'kernel' ? '[k]' : '[.]',
  self: row.self,
  children: row.children,
  exactSelf: row.exactSelf,
  heat: heatOf(row.self),
  chains: row.chains,
});

const heatOf = (share: number): Heat => (share >= 0.05 ? 'hot' : share >= 0.005 ? 'warm' : 'cool');

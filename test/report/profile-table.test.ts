import { expect, test } from 'vitest';
import type { ProfileRow, ProfileSample } from '../../src/observe/frame.ts';
import { profileTable } from '../../src/report/profile-table.ts';

const row = (symbol: string, self: number, children: number): ProfileRow => ({
  symbol,
  space: 'kernel',
  self,
  children,
  exactSelf: self,
  chains: [],
});

const profile: ProfileSample = {
  rateHz: 1000,
  samples: 10,
  lost: 0,
  rows: [row('b_lock', 0.05, 0.2), row('a_walk', 0.0499, 0.9), row('C_lock', 0.0049, 0.0049)],
};

const symbols = (sort: 'self' | 'children' | 'symbol', filter = ''): readonly string[] =>
  profileTable(profile, { sort, filter }).map((line) => line.symbol);

test('sorts by self, by children and by name', () => {
  expect(symbols('self')).toEqual(['b_lock', 'a_walk', 'C_lock']);
  expect(symbols('children')).toEqual(['a_walk', 'b_lock', 'C_lock']);
  expect(symbols('symbol')).toEqual(['C_lock', 'a_walk', 'b_lock']);
});

test('filters by a part of the name in any case', () => {
  expect(symbols('self', 'LOCK')).toEqual(['b_lock', 'C_lock']);
  expect(symbols('self', 'c_l')).toEqual(['C_lock']);
  expect(symbols('self', 'none')).toEqual([]);
});

test("heat has perf's thresholds", () => {
  expect(profileTable(profile, { sort: 'self', filter: '' }).map((line) => line.heat)).toEqual(['hot', 'warm', 'cool']);
});

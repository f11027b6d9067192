import { expect, test } from 'vitest';
import { settle } from '../../../src/tui/state/settle.ts';

const rows = (weights: Readonly<Record<string, number>>) =>
  Object.entries(weights).map(([id, weight]) => ({ id, weight }));

test('without a previous order the heaviest comes first', () => {
  expect(settle([], rows({ a: 0.1, b: 0.3, c: 0.2 }))).toEqual(['b', 'c', 'a']);
});

test('rows of nearly equal weight keep their places', () => {
  expect(settle(['a', 'b'], rows({ a: 0.2, b: 0.21 }))).toEqual(['a', 'b']);
});

test('a row that is clearly heavier rises', () => {
  expect(settle(['a', 'b', 'c'], rows({ a: 0.2, b: 0.21, c: 0.6 }))).toEqual(['c', 'a', 'b']);
});

test('rows come and go', () => {
  expect(settle(['a', 'b'], rows({ b: 0.1, d: 0.4 }))).toEqual(['d', 'b']);
});

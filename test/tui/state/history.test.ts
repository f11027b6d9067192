import { expect, test } from 'vitest';
import { MS, SECOND } from '../../../src/base/time.ts';
import { emptyHistory, endOf, record, resample } from '../../../src/tui/state/history.ts';
import { demoFrame } from '../demo-frames.ts';
import { calm } from '../situations.ts';

const at = (atNs: number, users: number) => demoFrame({ ...calm, atNs, users });
const ID = 'load.users';

test('a value holds for the whole interval before its frame', () => {
  const history = record(record(emptyHistory([ID]), at(10 * MS, 1)), at(20 * MS, 2));
  expect(resample(history, ID, { fromNs: 0, spanNs: 40 * MS }, 8)).toEqual([1, 1, 1, 2, 2]);
  expect(resample(history, ID, { fromNs: 8 * MS, spanNs: 8 * MS }, 4)).toEqual([1, 1, 2, 2]);
  expect(endOf(history)).toBe(20 * MS);
});

test('intervals stay bounded: the last ones as they came, the whole run well enough for a chart, however long it is', () => {
  let history = emptyHistory([ID]);
  for (let second = 1; second <= 50_000; second++) history = record(history, at(second * SECOND, second));
  const intervals = history.stretches.map(({ ends }) => ends.length);
  expect(Math.max(...intervals)).toBeLessThan(1024);
  expect(intervals.length).toBeLessThan(8);
  const last = { fromNs: 49_500 * SECOND, spanNs: 500 * SECOND };
  expect(resample(history, ID, last, 500)).toEqual(Array.from({ length: 500 }, (_, index) => 49_500 + index));
  const sampled = resample(history, ID, { fromNs: 0, spanNs: 50_000 * SECOND }, 200);
  expect(sampled).toHaveLength(200);
  for (const [index, value] of sampled.entries()) expect(Math.abs(value - index * 250)).toBeLessThanOrEqual(125);
});

test('merged intervals have the mean of their values, by their widths, and nothing counts for nothing', () => {
  let history = emptyHistory([ID, 'nowhere']);
  // The first pair: 1 s of 0, then 3 s of 4.
  for (const [atS, users] of [
    [1, 0],
    [4, 4],
  ] as const)
    history = record(history, at(atS * SECOND, users));
  for (let second = 5; second <= 1026; second++) history = record(history, at(second * SECOND, 7));
  expect(resample(history, ID, { fromNs: 0, spanNs: 6 * SECOND }, 6)).toEqual([3, 3, 3, 3, 3, 7]);
  expect(resample(history, 'nowhere', { fromNs: 0, spanNs: 2 * SECOND }, 2)).toEqual([Number.NaN, Number.NaN]);
});

test('a frame of the same instant changes nothing', () => {
  const history = record(emptyHistory([ID]), at(10 * MS, 1));
  expect(record(history, at(10 * MS, 5))).toBe(history);
});

test('a figure that does not exist is not a number', () => {
  const history = record(emptyHistory(['nowhere']), at(2 * MS, 1));
  expect(resample(history, 'nowhere', { fromNs: 0, spanNs: 2 * MS }, 2)).toEqual([Number.NaN, Number.NaN]);
});

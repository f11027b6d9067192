import { expect, test } from 'vitest';
import { MS, SECOND } from '../../../src/base/time.ts';
import { emptyHistory, record, resample } from '../../../src/tui/state/history.ts';
import { demoFrame } from '../demo-frames.ts';
import { calm } from '../situations.ts';

const at = (atNs: number, users: number) => demoFrame({ ...calm, atNs, users });
const ID = 'load.users';

test('a value holds for the whole interval before its frame', () => {
  const history = record(record(emptyHistory([ID]), at(10 * MS, 1)), at(20 * MS, 2));
  expect(resample(history, ID, 40 * MS, 8)).toEqual([1, 1, 1, 2, 2]);
});

test('buckets stay bounded and keep the whole run, however long', () => {
  let history = emptyHistory([ID]);
  for (let second = 1; second <= 5000; second++) history = record(history, at(second * SECOND, second));
  const values = history.series[ID] ?? [];
  expect(values.length).toBeLessThanOrEqual(1024);
  const sampled = resample(history, ID, 5000 * SECOND, 50);
  expect(sampled).toHaveLength(50);
  for (const [index, value] of sampled.entries()) expect(Math.abs(value - index * 100)).toBeLessThanOrEqual(10);
});

test('a frame of the same instant changes nothing', () => {
  const history = record(emptyHistory([ID]), at(10 * MS, 1));
  expect(record(history, at(10 * MS, 5))).toBe(history);
});

test('a figure that does not exist is not a number', () => {
  const history = record(emptyHistory(['nowhere']), at(2 * MS, 1));
  expect(resample(history, 'nowhere', 2 * MS, 2)).toEqual([Number.NaN, Number.NaN]);
});

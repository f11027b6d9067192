import { expect, test } from 'vitest';
import { SECOND } from '../../../src/base/time.ts';
import type { Status } from '../../../src/bus/bus.ts';
import { timeAxis } from '../../../src/tui/charts/time-axis.ts';

const at = (pace: number, express: number | null = null): Status => ({
  paused: false,
  pace,
  ratio: pace,
  phase: '',
  express,
  eventsPerSecond: 0,
});

/** From and to, in seconds. */
function axis(endS: number, status: Status | null, ofWholeRun = false): readonly [number, number] {
  const { fromNs, spanNs } = timeAxis(endS * SECOND, status, ofWholeRun);
  return [fromNs / SECOND, (fromNs + spanNs) / SECOND];
}

test('an axis begins at 0 until the run has outgrown the last minute, then moves on by a part of itself', () => {
  const ends = [0.05, 0.8, 25, 59, 60, 60.1, 75, 75.1, 3520];
  expect(ends.map((endS) => axis(endS, at(1)))).toEqual([
    [0, 0.06],
    [0, 0.8],
    [0, 30],
    [0, 60],
    [0, 60],
    [20, 80],
    [20, 80],
    [20, 80],
    [3460, 3520],
  ]);
});

test('the pace decides how much of the run that is', () => {
  const paces = [0.005, 0.5, 1, 2, 3, 4, 8, 14, 50];
  expect(paces.map((pace) => [pace, ...axis(2340, at(pace))])).toEqual([
    [0.005, 2339.7, 2340],
    [0.5, 2310, 2340],
    [1, 2280, 2340],
    [2, 2200, 2350],
    [3, 2150, 2350],
    [4, 2100, 2400],
    [8, 1800, 2400],
    [14, 1600, 2400],
    [50, 0, 3000],
  ]);
});

test('whatever the pace and the instant, the last forty seconds are to be seen', () => {
  for (let pace = 0.001; pace < 100; pace *= 1.37) {
    for (let endS = 0.01; endS < 5000; endS *= 1.61) {
      const [from, to] = axis(endS, at(pace));
      expect(to).toBeGreaterThanOrEqual(endS - 1e-9);
      expect(endS - from, `${pace} ${endS}`).toBeGreaterThanOrEqual(Math.min(endS, 40 * pace) - 1e-9);
    }
  }
});

test('all of the run on demand, at full speed, and as long as no pace is known', () => {
  const whole = [0, 3000];
  expect([axis(2340, at(1), true), axis(2340, at(1, 0.5)), axis(2340, null)]).toEqual([whole, whole, whole]);
});

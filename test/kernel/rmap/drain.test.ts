import { expect, test } from 'vitest';
import { SECOND } from '../../../src/base/time.ts';
import { Drain } from '../../../src/kernel/rmap/drain.ts';

/** Half-lives in seconds, read every `everyS` seconds until `untilS`, of a drain that starts at 100 s. */
function read(pagesAt: (seconds: number) => number, everyS: number, untilS: number): number[] {
  const drain = new Drain();
  drain.start(100 * SECOND, pagesAt(0));
  const found: number[] = [];
  for (let at = everyS; at <= untilS; at += everyS)
    found.push(drain.halfLife((100 + at) * SECOND, Math.round(pagesAt(at))));
  return found;
}

test('a drain at a constant pace is foreseen at once', () => {
  expect(read((seconds) => 1000 - 10 * seconds, 10, 90)).toEqual(new Array(9).fill(50));
});

test('from the instant at which half was gone it is the measured one, whatever comes later', () => {
  const stalls = (seconds: number): number => (seconds <= 20 ? 1000 - 30 * seconds : 400);
  expect(read(stalls, 4, 40).map((seconds) => Math.round(10 * seconds) / 10)).toEqual([
    16.7, 16.7, 16.7, 16.7, 20, 20, 20, 20, 20, 20,
  ]);
});

test('nothing drains before a flip, after another one, or while no page has gone', () => {
  const drain = new Drain();
  expect(drain.halfLife(SECOND, 10)).toBeNaN();
  drain.start(2 * SECOND, 10);
  expect(drain.halfLife(3 * SECOND, 10)).toBeNaN();
  expect(drain.halfLife(4 * SECOND, 5)).toBe(2);
  drain.stop();
  expect(drain.halfLife(5 * SECOND, 5)).toBeNaN();
});

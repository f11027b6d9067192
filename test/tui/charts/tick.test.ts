import { expect, test } from 'vitest';
import { MS, SECOND } from '../../../src/base/time.ts';
import { tick } from '../../../src/tui/charts/tick.ts';

test('steps are told apart however late they are', () => {
  const instants = [2339.8, 2339.85, 2339.9].map((seconds) => Math.round(seconds * SECOND));
  expect(instants.map((ns) => tick(ns, 2340 * SECOND, 50 * MS))).toEqual(['2339.8s', '2339.85s', '2339.9s']);
  expect([12_325, 12_350].map((seconds) => tick(seconds * SECOND, 12_400 * SECOND, 25 * SECOND))).toEqual([
    '12325s',
    '12350s',
  ]);
});

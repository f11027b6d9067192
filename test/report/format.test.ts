import { expect, test } from 'vitest';
import { bytes, compact, count, duration, exactFigure, figure, instant, percent } from '../../src/report/format.ts';

test.each([
  [0, '0ns'],
  [340, '340ns'],
  [1_200, '1.20us'],
  [61_000, '61.0us'],
  [5_400_000, '5.40ms'],
  [12_400_000_000, '12.4s'],
  // Rounded before unit and digits are chosen.
  [9_994, '9.99us'],
  [9_999, '10.0us'],
  [99_960, '100us'],
  [999.7, '1.00us'],
  [999_400, '999us'],
  [999_600, '1.00ms'],
  [999_900_000, '1.00s'],
  [1_234_000_000_000, '1234s'],
])('duration of %d ns', (ns, text) => expect(duration(ns)).toBe(text));

test.each([
  [340_000, '340us'],
  [999_900_000, '1.0s'],
  [1_000_000_000, '1.0s'],
  [599_900_000_000, '599.9s'],
  [605_900_000_000, '605s'],
])('instant of %d ns', (ns, text) => expect(instant(ns)).toBe(text));

test.each([
  [0, '0'],
  [2.13, '2.13'],
  [9_700, '9,700'],
  [29_700.4, '29,700'],
  [99.97, '100'],
  [999_999, '999,999'],
  [999_999.5, '1.00M'],
  [1_000_000, '1.00M'],
])('count of %d', (value, text) => expect(count(value)).toBe(text));

test.each([
  [970, '970'],
  [9_999, '9999'],
  [29_700, '29.7k'],
  [1_250_000, '1.25M'],
  [3e12, '3.00T'],
  [99_999, '100k'],
  [999_400, '999k'],
  [999_999, '1.00M'],
  [999_600_000, '1.00G'],
  [1e15, '1000T'],
])('compact form of %d', (value, text) => expect(compact(value)).toBe(text));

test.each([
  [0.712, '%', '71.2%'],
  [1500, 'ns', '1.50us'],
  [2 ** 34, 'bytes', '16 GiB'],
  [12, 'users', '12 users'],
  [Number.NaN, '', '-'],
])('figure %d in %s', (value, unit, text) => expect(figure(value, unit)).toBe(text));

test.each([
  [0.96949, '%', '96.949%'],
  [1_500_000, 'ns', '1500000 ns'],
  [1_500_000_001, 'bytes', '1500000001 bytes'],
  [1999.96, 'users', '1999.96 users'],
  [0.1 + 0.2, '', '0.3'],
])('figure %d in %s with all that counts', (value, unit, text) => expect(exactFigure(value, unit)).toBe(text));

test('what is no number is written as nothing', () => {
  expect(percent(Number.NaN)).toBe('0.0%');
  expect(duration(Number.POSITIVE_INFINITY)).toBe('0ns');
  expect(bytes(0)).toBe('0 B');
});

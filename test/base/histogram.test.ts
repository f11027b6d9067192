import { expect, it } from 'vitest';
import { bucketOf, Histogram } from '../../src/base/histogram.ts';

it('counts exactly and puts n into [2^(b-1), 2^b)', () => {
  const histogram = new Histogram();
  for (const value of [0, 1, 2, 3, 4, 1023, 1024]) histogram.add(value);
  expect([histogram.count, histogram.sum, histogram.min, histogram.max]).toEqual([7, 2057, 0, 1024]);
  expect([...histogram.buckets.slice(0, 12)]).toEqual([1, 1, 2, 1, 0, 0, 0, 0, 0, 0, 1, 1]);
});

it('has a bucket for every whole number below 2^53', () => {
  for (let power = 0; power < 53; power++) {
    expect(bucketOf(2 ** power)).toBe(power + 1);
    if (power > 0) expect(bucketOf(2 ** power - 1)).toBe(power);
  }
  expect(bucketOf(2 ** 53 - 1)).toBe(53);
});

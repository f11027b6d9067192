import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteCounts } from '../../src/base/byte-counts.ts';
import { holds } from '../property.ts';

const LENGTH = 40;
const count = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 253, max: 257 }), fc.nat(2 ** 31 - 1));

test('counts are what was set last, around a byte and far beyond', () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: LENGTH - 1 }), count));
  holds(
    fc.property(steps, (sets) => {
      const counts = new ByteCounts(LENGTH);
      const model = new Array<number>(LENGTH).fill(0);
      for (const [index, value] of sets) {
        counts.set(index, value);
        model[index] = value;
      }
      expect(model.map((_, index) => counts.get(index))).toEqual(model);
    }),
  );
});

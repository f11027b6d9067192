import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BitSet } from '../../src/base/bit-set.ts';
import { holds } from '../property.ts';

const change = fc.tuple(fc.integer({ min: 0, max: 2000 }), fc.boolean());

it('is a set: members, and how many of them lie below any number', () => {
  const counts = fc.property(
    fc.array(change, { maxLength: 300 }),
    fc.integer({ min: 0, max: 2100 }),
    (changes, end) => {
      const bits = new BitSet();
      const model = new Set<number>();
      for (const [at, isIn] of changes) {
        bits.put(at, isIn);
        if (isIn) model.add(at);
        else model.delete(at);
      }
      expect(changes.map(([at]) => bits.has(at))).toEqual(changes.map(([at]) => model.has(at)));
      expect(bits.countBelow(end)).toBe([...model].filter((at) => at < end).length);
    },
  );
  holds(counts);
});

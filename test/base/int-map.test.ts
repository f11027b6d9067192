import fc from 'fast-check';
import { expect, it } from 'vitest';
import { IntMap } from '../../src/base/int-map.ts';
import { holds } from '../property.ts';

const KEYS = 400;
const change = fc.tuple(fc.integer({ min: 1, max: KEYS }), fc.integer({ min: 0, max: 2 ** 31 - 1 }));

it('is a map: sets, replaces and forgets, however many are in it', () => {
  const maps = fc.property(fc.array(change, { maxLength: 1000 }), (changes) => {
    const map = new IntMap(0);
    const model = new Map<number, number>();
    for (const [key, value] of changes) {
      if (value % 3 === 0) {
        map.delete(key);
        model.delete(key);
      } else {
        map.set(key, value);
        model.set(key, value);
      }
    }
    const keys = Array.from({ length: KEYS }, (_, i) => i + 1);
    expect(keys.map((key) => map.get(key))).toEqual(keys.map((key) => model.get(key) ?? 0));
    expect(map.size).toBe(model.size);
  });
  holds(maps);
});

import { expect, it } from 'vitest';
import { Random } from '../../../src/base/random.ts';
import { SlotMap } from '../../../src/workload/thread-stacks/slot-map.ts';

it('the lowest free place is next, whatever was given back', () => {
  const slots = new SlotMap();
  const random = new Random(1, 'slots');
  const taken = new Set<number>();
  const lowest = (): number => {
    let slot = 0;
    while (taken.has(slot)) slot++;
    return slot;
  };
  for (let left = 3000; left > 0; left--) {
    const all = [...taken];
    if (all.length > 0 && random.below(5) < 2) {
      const slot = all[random.below(all.length)] as number;
      slots.give(slot);
      taken.delete(slot);
    } else {
      const expected = lowest();
      expect(slots.take().slot).toBe(expected);
      taken.add(expected);
    }
  }
  expect(taken.size).toBeGreaterThan(300);
});

it('looks at full words once, and again only when a place below is free', () => {
  const slots = new SlotMap();
  const looked = Array.from({ length: 97 }, () => slots.take().looked);
  // A word holds 32 places.
  expect(looked).toEqual(looked.map((_, at) => (at > 0 && at % 32 === 0 ? 2 : 1)));
  slots.give(3);
  expect([slots.take(), slots.take()]).toEqual([
    { slot: 3, looked: 1 },
    { slot: 97, looked: 4 },
  ]);
});

import { expect, it } from 'vitest';
import { SwapMap } from '../../../src/kernel/mm/swap-map.ts';

it('counts more entries for a slot than a byte holds, up and down, and is free again without any', () => {
  const swap = new SwapMap(1024);
  const [slot, other] = [swap.allocate(7), swap.allocate(8)];
  const counted: number[] = [];
  for (let refs = 1; refs <= 600; refs++) {
    swap.duplicate(slot);
    counted.push(swap.refs(slot));
  }
  swap.duplicate(other);
  swap.dropCache(slot);
  for (let refs = 600; refs > 0; refs--) {
    counted.push(swap.refs(slot));
    expect(swap.release(slot)).toBe(refs === 1);
  }
  const up = Array.from({ length: 600 }, (_, nth) => nth + 1);
  expect(counted).toEqual([...up, ...up.toReversed()]);
  expect([swap.refs(slot), swap.isUsed(slot), swap.refs(other), swap.used]).toEqual([0, false, 1, 1]);
  expect(() => swap.release(slot)).toThrow('swap slot freed twice');
});

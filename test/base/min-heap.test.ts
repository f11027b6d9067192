import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Keyed, MinHeap } from '../../src/base/min-heap.ts';
import { holds } from '../property.ts';

interface Item extends Keyed {
  readonly id: number;
}

it('agrees with a sorted list under pushes, pops and removals; equal keys leave in order of insertion', () => {
  const step = fc.oneof(
    fc.record({ push: fc.nat({ max: 9 }) }),
    fc.record({ remove: fc.nat() }),
    fc.constant('pop' as const),
  );
  holds(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const heap = new MinHeap<Item>();
      const model: Item[] = [];
      for (const [id, one] of steps.entries()) {
        if (one === 'pop') expect(heap.pop()?.id).toBe(model.shift()?.id);
        else if ('push' in one) {
          const item = { id, key: one.push, order: 0, position: -1 };
          heap.push(item);
          model.push(item);
          model.sort((a, b) => a.key - b.key || a.id - b.id);
        } else if (model.length > 0) {
          const [item] = model.splice(one.remove % model.length, 1) as [Item];
          heap.remove(item);
          expect(item.position).toBe(-1);
        }
        expect(heap.peek()?.id).toBe(model[0]?.id);
        expect(heap.size).toBe(model.length);
      }
    }),
  );
});

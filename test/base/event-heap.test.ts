import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventHeap } from '../../src/base/event-heap.ts';
import { holds } from '../property.ts';

const drain = (heap: EventHeap): number[] => {
  const slots: number[] = [];
  while (heap.peek() !== Number.POSITIVE_INFINITY) slots.push(heap.pop());
  return slots;
};

describe('EventHeap', () => {
  it('serves by time, and equal times in order of insertion', () => {
    const heap = new EventHeap(2);
    for (const [slot, at] of [30, 10, 20, 10, 10, 0].entries()) heap.push(at, slot);
    expect(drain(heap)).toEqual([5, 1, 3, 4, 2, 0]);
  });

  it('keeps a later insertion behind an equal time even when it fills the hole that a pop left', () => {
    const heap = new EventHeap();
    for (const slot of [0, 1, 2]) heap.push(5, slot);
    heap.peek();
    expect(heap.pop()).toBe(0);
    heap.push(5, 3);
    expect(drain(heap)).toEqual([1, 2, 3]);
  });

  it('peeks without removing, and is empty at infinity', () => {
    const heap = new EventHeap();
    expect(heap.peek()).toBe(Number.POSITIVE_INFINITY);
    heap.push(7, 1);
    expect([heap.peek(), heap.peek(), heap.size]).toEqual([7, 7, 1]);
    heap.pop();
    expect([heap.size, heap.peek()]).toEqual([0, Number.POSITIVE_INFINITY]);
  });

  it('agrees with a sorted list under any mixture of pushes and pops', () => {
    const step = fc.oneof(fc.nat({ max: 20 }), fc.constant('pop' as const));
    holds(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const heap = new EventHeap(1);
        const model: { at: number; slot: number }[] = [];
        for (const [slot, one] of steps.entries()) {
          if (one !== 'pop') {
            heap.push(one, slot);
            model.push({ at: one, slot });
            model.sort((a, b) => a.at - b.at || a.slot - b.slot);
          } else if (model.length > 0) {
            expect(heap.peek()).toBe(model[0]?.at);
            expect(heap.pop()).toBe(model.shift()?.slot);
          }
          expect(heap.size).toBe(model.length);
        }
        expect(drain(heap)).toEqual(model.map((event) => event.slot));
      }),
    );
  });
});

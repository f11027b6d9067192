import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Fifo } from '../../src/base/fifo.ts';
import { holds } from '../property.ts';

const operation = fc.oneof(
  fc.constant({ kind: 'push' as const }),
  fc.constant({ kind: 'shift' as const }),
  fc.record({ kind: fc.constant('remove' as const), item: fc.nat(200) }),
);

it('does what an array does', () => {
  holds(
    fc.property(fc.array(operation, { maxLength: 400 }), (operations) => {
      const [fifo, model] = [new Fifo<number>(), [] as number[]];
      for (const [nth, one] of operations.entries()) {
        if (one.kind === 'push') {
          fifo.push(nth);
          model.push(nth);
        } else if (one.kind === 'shift') expect(fifo.shift()).toBe(model.shift());
        else {
          fifo.remove(one.item);
          const at = model.indexOf(one.item);
          if (at >= 0) model.splice(at, 1);
        }
        expect(fifo.length).toBe(model.length);
      }
      while (model.length > 0) expect(fifo.shift()).toBe(model.shift());
      expect(fifo.shift()).toBeUndefined();
    }),
  );
});

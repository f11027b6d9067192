import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Looks } from '../../src/machine/looks.ts';
import { holds } from '../property.ts';

const PERIOD = 1000;
const LOOK = 2;
const NODE = 7;

const started = (sleepers: number): Looks => {
  const looks = new Looks(PERIOD, LOOK);
  for (let n = 0; n < sleepers; n++) looks.join(0, NODE);
  return looks;
};

it('costs each sleeper a look per period, the first after one', () => {
  const looks = started(3);
  expect([looks.pay(PERIOD), looks.pay(2 * PERIOD), looks.pay(4.5 * PERIOD)]).toEqual([0, 3 * LOOK, 7.5 * LOOK]);
  expect(looks.node).toBe(NODE);
});

it('costs in the end what was really looked, whenever a sleeper leaves', () => {
  // Two looks in vain in 3.4 periods, one of them of all: the third, in which it found what it waits for, was a switch of its own.
  const looks = started(1);
  looks.allLook();
  looks.leave(3.4 * PERIOD, 3.4 * PERIOD, 1);
  expect(looks.pay(10 * PERIOD)).toBe(2 * LOOK);
});

it('waits until too much that was paid has been slept off', () => {
  const looks = started(1);
  expect(looks.pay(1.5 * PERIOD)).toBe(LOOK / 2);
  looks.leave(1.5 * PERIOD, 1.5 * PERIOD, 0);
  looks.join(1.5 * PERIOD, NODE);
  expect([looks.pay(2.5 * PERIOD), looks.pay(3 * PERIOD), looks.pay(4 * PERIOD)]).toEqual([0, 0, LOOK]);
});

it('takes of a stretch of idle time the same in one piece and in many', () => {
  const instants = fc.uniqueArray(fc.integer({ min: 1, max: 5000 }), { maxLength: 40 });
  holds(
    fc.property(fc.integer({ min: 0, max: 600 }), fc.nat(3), instants, (sleepers, ofAll, cuts) => {
      const paid = (ends: readonly number[]): number => {
        const looks = started(sleepers);
        for (let n = 0; n < ofAll; n++) looks.allLook();
        let [from, sum] = [0, 0];
        for (const end of ends) {
          sum += looks.pay(end, end - from);
          from = end;
        }
        return sum;
      };
      expect(paid([...cuts.toSorted((a, b) => a - b), 5001])).toBe(paid([5001]));
    }),
  );
});

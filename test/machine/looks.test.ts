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

const PLENTY = 1e6;

it('costs each sleeper a look per period, the first after one', () => {
  const looks = started(3);
  const paid = [PERIOD, 2 * PERIOD, 4.5 * PERIOD].map((now) => looks.payOutOf(PLENTY, now));
  expect(paid).toEqual([0, 3 * LOOK, 7.5 * LOOK]);
  expect(looks.node).toBe(NODE);
});

it('costs one who leaves before its first look nothing, and one who leaves later what it has slept beyond that', () => {
  const looks = started(2);
  looks.leave(0.3 * PERIOD, 0.3 * PERIOD);
  expect(looks.payOutOf(PLENTY, 3 * PERIOD)).toBe(2 * LOOK);
  looks.leave(4 * PERIOD, 4 * PERIOD);
  expect([looks.payOutOf(PLENTY, 4 * PERIOD), looks.payOutOf(PLENTY, 9 * PERIOD)]).toEqual([LOOK, 0]);
});

it('costs a look of each when all are woken, however often before the CPU has switched', () => {
  const looks = started(5);
  for (const now of [100, 200, 300]) looks.allLook(now);
  expect(looks.payAtSwitch(400)).toBe(5 * LOOK);
  looks.allLook(500);
  expect(looks.payAtSwitch(20 * PERIOD)).toBe(5 * LOOK);
  for (let n = 0; n < 2; n++) looks.allLook(21 * PERIOD);
  expect(looks.payOutOf(PLENTY, 21 * PERIOD)).toBe(5 * LOOK);
});

it('costs one who leaves early after all were woken that one look', () => {
  const looks = started(100);
  looks.allLook(100);
  expect(looks.payOutOf(PLENTY, 100)).toBe(100 * LOOK);
  for (let n = 0; n < 100; n++) looks.leave(150, 150);
  expect(looks.payOutOf(PLENTY, 5 * PERIOD)).toBe((100 * 50) / (PERIOD / LOOK));
});

it('leaves a CPU that has been busy for long no more than a look of each', () => {
  const looks = started(5);
  looks.capUnpaid(20 * PERIOD);
  expect(looks.payOutOf(PLENTY, 20 * PERIOD)).toBe(5 * LOOK);
});

it('takes of a stretch of idle time the same in one piece and in many', () => {
  const instants = fc.uniqueArray(fc.integer({ min: 1, max: 5000 }), { maxLength: 40 });
  holds(
    fc.property(fc.integer({ min: 0, max: 600 }), fc.boolean(), instants, (sleepers, areWoken, cuts) => {
      const paid = (ends: readonly number[]): number => {
        const looks = started(sleepers);
        if (areWoken) looks.allLook(0);
        let [from, sum] = [0, 0];
        for (const end of ends) {
          sum += looks.payOutOf(end - from, end);
          from = end;
        }
        return sum;
      };
      expect(paid([...cuts.toSorted((a, b) => a - b), 5001])).toBe(paid([5001]));
    }),
  );
});

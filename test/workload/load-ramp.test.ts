import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LoadRamp } from '../../src/workload/load-ramp.ts';
import { holds } from '../property.ts';

/** A load that is looked at whenever a test likes. */
function ramp(start: number) {
  const clock = { now: 0 };
  const load = new LoadRamp(clock, start);
  const at = (now: number): LoadRamp => {
    clock.now = now;
    return load;
  };
  return { at, wanted: (...times: readonly number[]): number[] => times.map((now) => at(now).wanted) };
}

describe('the wanted load', () => {
  it('is the start until it is moved, and moves at once without a ramp', () => {
    const { at, wanted } = ramp(40);
    expect([...wanted(0, 1e9), at(1e9).nextStepNs]).toEqual([40, 40, -1]);
    at(1e9).moveTo(70, 0);
    expect([...wanted(1e9), at(1e9).endsAt]).toEqual([70, 1e9]);
  });

  it('goes up and down evenly', () => {
    const { at, wanted } = ramp(100);
    at(1000).moveTo(200, 1000);
    expect(wanted(1000, 1250, 1500, 2000, 9000)).toEqual([100, 125, 150, 200, 200]);
    at(5000).moveTo(180, 1000);
    expect(wanted(5000, 5500, 6000)).toEqual([200, 190, 180]);
  });

  it('starts a new ramp from where the old one is', () => {
    const { at, wanted } = ramp(0);
    at(0).moveTo(100, 1000);
    at(500).moveTo(0, 1000);
    expect(wanted(500, 1000, 1500)).toEqual([50, 25, 0]);
  });

  it('is told at each step when the next one comes, the last at the end', () => {
    const looks = (from: number, to: number, overNs: number): (readonly [number, number])[] => {
      const { at } = ramp(from);
      at(7000).moveTo(to, overNs);
      const seen: (readonly [number, number])[] = [];
      for (let now = 7000; ; now += at(now).nextStepNs) {
        seen.push([now - 7000, at(now).wanted]);
        if (at(now).nextStepNs < 0) return seen;
      }
    };
    const upAndDown = [looks(0, 3, 1000), looks(3, 0, 1000), looks(5, 5, 1000), looks(0, 7, 3)];
    expect(upAndDown).toEqual([
      [
        [0, 0],
        [334, 1],
        [667, 2],
        [1000, 3],
      ],
      [
        [0, 3],
        [334, 2],
        [667, 1],
        [1000, 0],
      ],
      [[0, 5]],
      [
        [0, 0],
        [1, 2],
        [2, 4],
        [3, 7],
      ],
    ]);
  });

  it('is the straight line, rounded towards where it began, at every instant, and the target from the end on', () => {
    const load = fc.integer({ min: 0, max: 40_000 });
    // Products with a load stay below 2 ** 53.
    const overNs = fc.integer({ min: 1, max: 200_000_000_000 });
    holds(
      fc.property(load, load, overNs, fc.double({ min: 0, max: 1, noNaN: true }), (from, to, over, share) => {
        const { at } = ramp(from);
        at(0).moveTo(to, over);
        const passed = Math.floor(share * (over - 1));
        const exact = Number((BigInt(Math.abs(to - from)) * BigInt(passed)) / BigInt(over));
        const nextAt = passed + at(passed).nextStepNs;
        const next = Math.abs(at(nextAt).wanted - from);
        expect(Math.abs(at(passed).wanted - from)).toBe(exact);
        expect([at(over - 1).wanted === to, at(over).wanted, at(over + 1).wanted]).toEqual([from === to, to, to]);
        if (from === to) return;
        expect([next > exact, Math.abs(at(nextAt - 1).wanted - from)]).toEqual([true, exact]);
      }),
    );
  });
});

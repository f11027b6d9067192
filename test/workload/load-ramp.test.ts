import { describe, expect, it } from 'vitest';
import { LoadRamp } from '../../src/workload/load-ramp.ts';

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

  it('asks to be looked at once per step of one while it moves', () => {
    const { at } = ramp(0);
    at(0).moveTo(10, 1000);
    expect([0, 999, 1000].map((now) => at(now).nextStepNs)).toEqual([100, 100, -1]);
  });
});

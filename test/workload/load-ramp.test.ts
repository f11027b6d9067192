import { describe, expect, it } from 'vitest';
import { LoadRamp } from '../../src/workload/load-ramp.ts';

describe('the wanted load', () => {
  it('is the start until it is moved, and moves at once without a ramp', () => {
    const load = new LoadRamp(40);
    expect([load.wanted(0), load.wanted(1e9), load.nextStepNs(1e9)]).toEqual([40, 40, -1]);
    load.moveTo(70, 1e9, 0);
    expect([load.wanted(1e9), load.endsAt]).toEqual([70, 1e9]);
  });

  it('goes up and down evenly', () => {
    const load = new LoadRamp(100);
    load.moveTo(200, 1000, 1000);
    expect([1000, 1250, 1500, 2000, 9000].map((now) => load.wanted(now))).toEqual([100, 125, 150, 200, 200]);
    load.moveTo(180, 5000, 1000);
    expect([5000, 5500, 6000].map((now) => load.wanted(now))).toEqual([200, 190, 180]);
  });

  it('starts a new ramp from where the old one is', () => {
    const load = new LoadRamp(0);
    load.moveTo(100, 0, 1000);
    load.moveTo(0, 500, 1000);
    expect([500, 1000, 1500].map((now) => load.wanted(now))).toEqual([50, 25, 0]);
  });

  it('asks to be looked at once per step of one while it moves', () => {
    const load = new LoadRamp(0);
    load.moveTo(10, 0, 1000);
    expect([load.nextStepNs(0), load.nextStepNs(999), load.nextStepNs(1000)]).toEqual([100, 100, -1]);
  });
});

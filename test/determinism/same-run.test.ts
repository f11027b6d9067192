// Same seed, same run, bit for bit: however it is cut into steps, however often it is looked at, across flips and faults.
// AIM7 with sixty users on 64 MB, so that reclaim, swap, locks and the disk are all busy.

import { describe, expect, it } from 'vitest';
import { MS } from '../../src/base/time.ts';
import { checkInvariants } from '../../src/kernel/mm/invariants.ts';
import { RMAP_VARIANTS } from '../../src/kernel/rmap/index.ts';
import { type Run, startRun } from '../../src/session/start-run.ts';
import type { LoggedCommand } from '../../src/simulation/command.ts';
import { Simulation } from '../../src/simulation/simulation.ts';

const END = 350 * MS;
const SCENARIO = new URL('../../scenarios/aim7-small.yaml', import.meta.url).pathname;

const flipTo = (atMs: number, variant: string): LoggedCommand => ({
  atNs: atMs * MS,
  command: { kind: 'flip', subsystem: 'rmap', variant },
});

interface Given {
  readonly seed?: number;
  readonly rmap?: string;
  readonly at?: readonly LoggedCommand[];
}

const start = ({ seed = 1, rmap = 'shared', at = [] }: Given): Run =>
  startRun({
    scenarioPath: SCENARIO,
    seed,
    set: { rmap },
    at,
    timeline: false,
    change: { load: 60, machine: { memory: '64M', swap: '256M' } },
  });

/** How a run is driven: cut into steps of so many ns and events, with so many frames. */
interface Pace {
  readonly stepNs: number;
  readonly events: number;
  readonly framesPerStep: number;
}

const PLAIN: Pace = { stepNs: END, events: Number.POSITIVE_INFINITY, framesPerStep: 0 };

function drive(run: Run, { stepNs, events, framesPerStep }: Pace): string {
  for (let at = 0; at < END; at = Math.min(END, at + stepNs)) {
    const until = Math.min(END, at + stepNs);
    while (!run.driver.advance(until, events));
    for (let i = 0; i < framesPerStep; i++) run.observer.frame();
  }
  return run.simulation.hash();
}

const hashOf = (given: Given, pace: Pace = PLAIN): string => drive(start(given), pace);

describe.each(Object.keys(RMAP_VARIANTS))('a run with rmap %s', (rmap) => {
  const flips = Object.keys(RMAP_VARIANTS)
    .filter((id) => id !== rmap)
    .flatMap((id, i) => [flipTo(100 + 20 * i, id), flipTo(200 + 20 * i, rmap)]);

  it('is the same again, and another one with another seed', () => {
    const hash = hashOf({ rmap });
    expect(hashOf({ rmap })).toBe(hash);
    expect(hashOf({ rmap, seed: 2 })).not.toBe(hash);
  });

  it('is the same across flips, whatever the steps and however many frames are taken', () => {
    const given = { rmap, at: flips };
    const hash = hashOf(given);
    expect(hash).not.toBe(hashOf({ rmap }));
    expect(hashOf(given, { stepNs: 7_654_321, events: 97, framesPerStep: 0 })).toBe(hash);
    expect(hashOf(given, { stepNs: 3 * MS, events: 512, framesPerStep: 2 })).toBe(hash);
  });

  it('loses nothing: the invariants hold at every step', () => {
    const run = start({ rmap, at: flips });
    const { simulation } = run;
    if (!(simulation instanceof Simulation)) throw new Error('expected the real simulation');
    for (let at = 0; at < END; at += 31 * MS) {
      while (!run.driver.advance(at, 10_000));
      checkInvariants(simulation.kernel);
    }
    expect(simulation.kernel.stat.pswpout).toBeGreaterThan(500);
    expect(simulation.kernel.stat.forks).toBeGreaterThan(80);
  });
});

describe('a run with everything that can be given', () => {
  const at: readonly LoggedCommand[] = [
    { atNs: 50 * MS, command: { kind: 'inject', fault: { kind: 'allocation', count: 30 } } },
    flipTo(75, 'chain'),
    { atNs: 100 * MS, command: { kind: 'load', target: 90, overNs: 100 * MS } },
    { atNs: 125 * MS, command: { kind: 'inject', fault: { kind: 'slow-disk', factor: 3, forNs: 50 * MS } } },
    { atNs: 150 * MS, command: { kind: 'inject', fault: { kind: 'stalled-cpu', cpu: 2, forNs: 20 * MS } } },
    flipTo(225, 'shared'),
    { atNs: 275 * MS, command: { kind: 'kill' } },
    { atNs: 300 * MS, command: { kind: 'load', target: 30, overNs: 0 } },
  ];

  it('is the same again', () => {
    const hash = hashOf({ at });
    expect(hashOf({ at }, { stepNs: 11 * MS, events: 1000, framesPerStep: 1 })).toBe(hash);
  });

  it('is made again from the commands that it logged', () => {
    const run = start({ at });
    const hash = drive(run, PLAIN);
    expect(run.driver.log).toEqual(at);
    expect(hashOf({ at: run.driver.given })).toBe(hash);
  });
});

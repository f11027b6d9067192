import { describe, expect, it } from 'vitest';
import { MS, SECOND } from '../../src/base/time.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';
import { Driver, type DriverListener } from '../../src/session/driver.ts';
import type { LoggedCommand } from '../../src/simulation/command.ts';
import { FILES, TEST_OPTIONS } from '../scenario/catalogue.ts';
import { countingModel } from './counting-model.ts';

const { timeline } = readScenario(`${FILES}/count.yaml`, TEST_OPTIONS);
const FLIP = { kind: 'flip', subsystem: 'rmap', variant: 'chain' } as const;

/** A driver over a counting model that logs all that it tells. */
function setUp(at: readonly LoggedCommand[], phases = timeline) {
  const model = countingModel();
  const told: string[] = [];
  const say = (text: string): void => {
    told.push(`${model.simulation.now / MS}ms ${text}`);
  };
  const listener: DriverListener = {
    caption: (text) => say(`caption ${text}`),
    command: ({ command }) => say(`command ${command.kind}`),
    end: () => say('end'),
    marker: ({ text }) => say(`marker ${text}`),
    phase: ({ label }) => say(`phase ${label}`),
    violation: ({ kind, walker }) => say(`violation ${kind} by ${walker.task}`),
  };
  const driver = new Driver(model.simulation, model.observer, { tickNs: 100 * MS, timeline: phases, at }, listener);
  return { ...model, driver, told };
}

/** Drives to `until` in steps of at most `maxEvents`. */
function drive(driver: Driver, until: number, maxEvents = 1000): void {
  while (!driver.advance(until, maxEvents));
}

describe('the driver', () => {
  it('follows the timeline and tells all that happens, in order', () => {
    const { driver, told } = setUp([]);
    drive(driver, 4 * SECOND);
    expect(told).toEqual([
      '0ms phase fill',
      '0ms caption Users come in.',
      '0ms command load',
      '100ms phase calm',
      '1100ms phase flip',
      '1100ms command flip',
      '1100ms marker here',
      '1100ms marker rmap -> chain',
      '2100ms end',
      '2100ms caption ',
    ]);
    expect([driver.ended, driver.phase]).toEqual([true, undefined]);
  });

  it('goes on with the story when its own flip comes early, and ends it at any other', () => {
    const early = setUp([{ atNs: 150 * MS + 1, command: FLIP }]);
    drive(early.driver, 4 * SECOND);
    expect(early.told.slice(3)).toEqual([
      '100ms phase calm',
      '150.000001ms command flip',
      '150.000001ms phase flip',
      '150.000001ms marker here',
      '150.000001ms marker rmap -> chain',
      '1200ms end',
      '1200ms caption ',
    ]);
    const other = setUp([{ atNs: 150 * MS + 1, command: { ...FLIP, variant: 'chain-degree' } }]);
    drive(other.driver, 4 * SECOND);
    expect(other.told.slice(4)).toEqual([
      '150.000001ms command flip',
      '150.000001ms end',
      '150.000001ms caption That flip is not part of the story: it ends here, and the run goes on.',
      '150.000001ms marker rmap -> chain-degree',
    ]);
    expect(other.driver.ended).toBe(true);
    const same = setUp([{ atNs: 150 * MS + 1, command: { ...FLIP, variant: 'shared' } }]);
    drive(same.driver, 1050 * MS);
    expect([same.driver.ended, same.driver.phase?.label]).toEqual([false, 'calm']);
  });

  it('tells what the observer has caught, as a marker and as a violation', () => {
    const { driver, told, observer } = setUp([], []);
    drive(driver, 50 * MS);
    const walker = { task: 'mover', cpu: 1, atNs: 40 * MS, stack: ['rmap_walk'] };
    const caught = { kind: 'use_after_free', atNs: 40 * MS, fatal: true, what: 'a link', walker, mutator: null };
    observer.violations.push(caught);
    drive(driver, 70 * MS);
    expect(told.slice(-2)).toEqual(['70ms marker use_after_free', '70ms violation use_after_free by mover']);
  });

  it('lets a command take effect exactly when it was asked for, in the order given', () => {
    const load = { kind: 'load', target: 7, overNs: 0 } as const;
    const at = [
      { atNs: 1_234_567, command: FLIP },
      { atNs: 5, command: load },
      { atNs: 1_234_567, command: load },
    ];
    const { driver, simulation } = setUp(at, []);
    drive(driver, SECOND);
    expect(simulation.log).toEqual([
      '0.000005ms {"kind":"load","target":7,"overNs":0}',
      '1.234567ms {"kind":"flip","subsystem":"rmap","variant":"chain"}',
      '1.234567ms {"kind":"load","target":7,"overNs":0}',
    ]);
    expect(driver.log).toEqual([at[1], at[0], at[2]]);
  });

  it('lets commands sent within one instant of the grid take effect in the order of sending', () => {
    const { driver, simulation } = setUp([], []);
    drive(driver, 50 * MS + 3);
    const load = (target: number) => ({ kind: 'load', target, overNs: 0 }) as const;
    const instants = [load(1), FLIP, load(2)].map((command) => driver.send(command));
    drive(driver, SECOND);
    expect(new Set(instants)).toEqual(new Set([51 * MS]));
    expect(driver.given.map(({ command }) => command)).toEqual([load(1), FLIP, load(2)]);
    expect(simulation.log.length).toBe(3);
  });

  it('ticks at fixed instants, whatever the steps', () => {
    const ticks = [1, 7, 1000].map((maxEvents) => {
      const { driver, observer } = setUp([{ atNs: 150 * MS + 1, command: FLIP }]);
      drive(driver, 333 * MS, maxEvents);
      return observer.ticks.map((ns) => ns / MS);
    });
    expect(ticks).toEqual([
      [0, 100, 200, 300],
      [0, 100, 200, 300],
      [0, 100, 200, 300],
    ]);
  });

  it('logs a command sent in between at an instant that makes the same run when given again', () => {
    const live = setUp([]);
    live.driver.advance(50 * MS, 3);
    drive(live.driver, 777 * MS, 10);
    const atNs = live.driver.send(FLIP);
    drive(live.driver, 3 * SECOND, 10);
    expect(atNs).toBe(778 * MS);
    expect(live.driver.given).toEqual([{ atNs, command: FLIP }]);

    const again = setUp(live.driver.given);
    drive(again.driver, 3 * SECOND);
    expect(again.simulation.log).toEqual(live.simulation.log);
    expect(again.told).toEqual(live.told);
    expect(again.driver.log).toEqual(live.driver.log);
  });
});

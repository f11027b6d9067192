import { describe, expect, it } from 'vitest';
import { MS, SECOND } from '../../src/base/time.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';
import { Driver } from '../../src/session/driver.ts';
import { Pacer } from '../../src/session/pacer.ts';
import type { FromWorker } from '../../src/session/protocol.ts';
import { Pump } from '../../src/session/pump.ts';
import type { Control } from '../../src/session/session.ts';
import { FILES, TEST_OPTIONS } from '../scenario/catalogue.ts';
import { countingModel } from './counting-model.ts';

const { timeline } = readScenario(`${FILES}/count.yaml`, TEST_OPTIONS);

/** A pump on a clock of its own: every look at it costs `lookMs`, waiting moves it. */
function setUp({ pace = 1, lookMs = 0, phases = timeline.slice(0, 0), fps = 10 }) {
  const wall = { ms: 0 };
  const clock = (): number => {
    wall.ms += lookMs;
    return wall.ms;
  };
  const model = countingModel();
  const driver = new Driver(model.simulation, model.observer, { tickNs: 100 * MS, timeline: phases, at: [] });
  const pacer = new Pacer(driver, clock, pace);
  const posted: FromWorker[] = [];
  const pump = new Pump({
    driver,
    pacer,
    observer: model.observer,
    fps,
    clock,
    post: (message) => posted.push(message),
  });
  const control = (asked: Control): void => pump.take({ kind: 'control', control: asked });
  const frames = () => posted.flatMap((message) => (message.kind === 'frame' ? [message.frame.atNs / MS] : []));
  /** Turns until the wall clock shows `ms`; takes every frame at once when asked to. */
  const runUntil = (ms: number, takeFrames = true): void => {
    while (wall.ms < ms) {
      const before = frames().length;
      const idle = pump.turn();
      if (takeFrames && frames().length > before) pump.take({ kind: 'frame-taken' });
      wall.ms = Math.min(ms, wall.ms + Math.min(idle, 8));
      if (idle === 0 && lookMs === 0) wall.ms += 0.01;
    }
  };
  pump.take({ kind: 'start' });
  return { ...model, driver, pacer, pump, posted, control, frames, runUntil, wall };
}

describe('pacing', () => {
  it('follows wall time at the pace and measures what it reached', () => {
    const { driver, pacer, runUntil } = setUp({ pace: 2 });
    runUntil(1000);
    expect(driver.now / MS).toBeGreaterThan(1980);
    expect(driver.now / MS).toBeLessThanOrEqual(2000);
    expect(pacer.ratio).toBeCloseTo(2, 1);
  });

  it('gives up what it cannot keep up with, and says so', () => {
    // 256 events, 256 ms of simulated time, per two looks of 2 ms each: at most 128 simulated ms per wall ms.
    const { pacer, runUntil, wall, driver } = setUp({ pace: 1000, lookMs: 2 });
    runUntil(2000);
    expect(pacer.ratio).toBeLessThan(140);
    const before = driver.now;
    pacer.multiply(1 / 1000);
    runUntil(wall.ms + 1000);
    expect((driver.now - before) / SECOND).toBeLessThan(1.2);
  });

  it('pauses, steps by a frame and goes on without making up for the pause', () => {
    const { driver, control, runUntil } = setUp({ pace: 1 });
    runUntil(500);
    control({ kind: 'pause' });
    const pausedAt = driver.now;
    runUntil(5000);
    expect(driver.now).toBe(pausedAt);
    control({ kind: 'step' });
    runUntil(5100);
    expect(driver.now).toBe(pausedAt + 100 * MS);
    control({ kind: 'resume' });
    runUntil(5600);
    expect((driver.now - pausedAt) / MS).toBeGreaterThan(550);
    expect((driver.now - pausedAt) / MS).toBeLessThanOrEqual(600);
  });

  it('stops at once when it is paused on the way of a step, and does not take the step up again', () => {
    const { driver, control, runUntil, wall } = setUp({ pace: 1000, lookMs: 2 });
    runUntil(100);
    control({ kind: 'step' });
    runUntil(wall.ms + 20);
    control({ kind: 'pause' });
    const pausedAt = driver.now;
    runUntil(wall.ms + 500);
    expect(driver.now).toBe(pausedAt);
  });

  it('runs an express phase at full speed, shows how far it is, and paces the next one', () => {
    const { driver, posted, runUntil } = setUp({ phases: timeline, lookMs: 0.5 });
    runUntil(30);
    const [first] = posted;
    expect(first).toMatchObject({ status: { phase: 'fill', express: 0 } });
    expect(driver.phase?.label).toBe('calm');
    runUntil(1030);
    expect((driver.now - 100 * MS) / MS).toBeCloseTo(500, -1.5);
    const last = posted.findLast((message) => message.kind === 'status');
    expect(last).toMatchObject({ status: { paused: false, express: null, pace: 0.5 } });
  });
});

describe('frames', () => {
  it('come at the asked rate of wall time', () => {
    const { frames, runUntil } = setUp({ fps: 10 });
    runUntil(1000);
    expect(frames().length).toBeGreaterThanOrEqual(9);
    expect(frames().length).toBeLessThanOrEqual(11);
  });

  it('wait until the last one was taken', () => {
    const { frames, runUntil, pump } = setUp({ fps: 10 });
    runUntil(1000, false);
    expect(frames()).toHaveLength(1);
    pump.take({ kind: 'frame-taken' });
    runUntil(1050, false);
    expect(frames()).toHaveLength(2);
    expect(frames()[1]).toBeGreaterThan(980);
  });

  it('show a command also while paused, and then nothing more', () => {
    const { frames, runUntil, control, simulation } = setUp({});
    runUntil(200);
    control({ kind: 'pause' });
    runUntil(400);
    const before = frames().length;
    control({ kind: 'flip', subsystem: 'rmap', variant: 'chain' });
    runUntil(2000);
    expect(simulation.variants).toEqual({ rmap: 'chain' });
    expect(frames()).toHaveLength(before + 1);
  });
});

it('does nothing before it is started', () => {
  const { simulation, observer } = countingModel();
  const driver = new Driver(simulation, observer, { tickNs: 100 * MS, timeline: [], at: [] });
  const clock = (): number => 0;
  const pump = new Pump({
    driver,
    pacer: new Pacer(driver, clock, 1),
    observer,
    fps: 10,
    clock,
    post: () => undefined,
  });
  expect(pump.turn()).toBe(Number.POSITIVE_INFINITY);
  expect(observer.ticks).toEqual([]);
});

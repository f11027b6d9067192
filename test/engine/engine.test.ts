import { describe, expect, it } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import { Panic } from '../../src/engine/panic.ts';

/** A source that logs its name and time. */
const logger = (engine: Engine, log: string[], name: string): number =>
  engine.addSource({ fire: (now) => log.push(`${now} ${name}`) });

describe('Engine', () => {
  it('serves events by time, ties in order of insertion', () => {
    const engine = new Engine(1);
    const log: string[] = [];
    const [a, b] = [logger(engine, log, 'a'), logger(engine, log, 'b')];
    engine.schedule(20, a);
    engine.schedule(10, b);
    engine.schedule(10, a);
    engine.schedule(10, b);
    expect(engine.run(100)).toBe(true);
    expect(log).toEqual(['10 b', '10 a', '10 b', '20 a']);
    expect([engine.now, engine.events]).toEqual([100, 4]);
  });

  it('serves what an event schedules for its own instant after everything that was there before', () => {
    const engine = new Engine(1);
    const log: string[] = [];
    const late = logger(engine, log, 'late');
    const first = engine.addSource({ fire: (now) => engine.schedule(now, late) });
    engine.schedule(10, first);
    engine.schedule(10, logger(engine, log, 'second'));
    engine.run(10);
    expect(log).toEqual(['10 second', '10 late']);
  });

  it('includes the limit, never goes back and says whether it got there', () => {
    const engine = new Engine(1);
    const log: string[] = [];
    const source = logger(engine, log, 'x');
    for (const at of [1, 2, 3]) engine.schedule(at, source);
    expect(engine.run(2)).toBe(true);
    expect(log).toHaveLength(2);
    expect(engine.run(1)).toBe(true);
    expect(engine.now).toBe(2);
    expect(engine.run(10, 1)).toBe(false);
    expect(engine.now).toBe(3);
  });

  it('lets a source pass to an instant at once only when nothing else comes before or then, nor the limit', () => {
    const engine = new Engine(1);
    const log: string[] = [];
    const other = logger(engine, log, 'other');
    const passing = engine.addSource({
      fire: (now) => log.push(...[now + 4, now + 5].map((at) => `${at} ${engine.passTo(at, passing)} ${engine.now}`)),
    });
    engine.schedule(10, passing);
    engine.schedule(15, other);
    engine.run(20);
    expect(log).toEqual(['14 true 14', '15 false 14', '15 other']);
    log.length = 0;
    engine.schedule(21, passing);
    engine.run(25);
    engine.schedule(30, passing);
    engine.run(34);
    expect(log).toEqual(['25 true 25', '26 false 25', '34 true 34', '35 false 34']);
  });

  it('counts and hashes an event that was passed to as one that was queued', () => {
    const run = (maxEvents: number): Engine => {
      const engine = new Engine(1);
      const source = engine.addSource({
        fire: (now) => {
          let at = now;
          while (engine.passTo(at + 1, source)) at++;
          engine.schedule(at + 1, source);
        },
      });
      engine.schedule(0, source);
      while (!engine.run(50, maxEvents));
      return engine;
    };
    const [passed, queued] = [run(1000), run(1)];
    expect([passed.events, passed.now, passed.hash]).toEqual([queued.events, queued.now, queued.hash]);
    expect(passed.events).toBe(51);
  });

  it('counts an event for a source that has gone like every other, and tells nobody', () => {
    const runs = [false, true].map((goes) => {
      const engine = new Engine(1);
      const log: string[] = [];
      const [a, b] = [logger(engine, log, 'a'), logger(engine, log, 'b')];
      engine.schedule(10, a);
      engine.schedule(20, b);
      if (goes) engine.dropSource(a);
      engine.run(100);
      expect(logger(engine, log, 'c')).toBe(2);
      return { log, events: engine.events, hash: engine.hash };
    });
    const [stayed, gone] = runs;
    expect(stayed?.log).toEqual(['10 a', '20 b']);
    expect(gone).toEqual({ ...stayed, log: ['20 b'] });
  });

  it('refuses the past and fractions of a ns', () => {
    const engine = new Engine(1);
    engine.run(10);
    for (const at of [9, 10.5, Number.NaN]) expect(() => engine.schedule(at, 0)).toThrow(Panic);
  });

  it('has a hash that tells apart order, time and source', () => {
    const hash = (...events: [number, number][]): number => {
      const engine = new Engine(1);
      for (let i = 0; i < 3; i++) engine.addSource({ fire: () => undefined });
      for (const [at, slot] of events) engine.schedule(at, slot);
      engine.run(1000);
      return engine.hash;
    };
    const runs = [hash([1, 0], [1, 1]), hash([1, 1], [1, 0]), hash([1, 0], [2, 1]), hash([1, 0], [1, 2]), hash([1, 0])];
    expect(new Set(runs).size).toBe(runs.length);
    expect(hash([1, 0], [1, 1])).toBe(runs[0]);
  });
});

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

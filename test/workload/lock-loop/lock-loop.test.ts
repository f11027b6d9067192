import { describe, expect, it } from 'vitest';
import { MS, SECOND, US } from '../../../src/base/time.ts';
import { findScenario } from '../../../src/scenario/find-scenario.ts';
import { KNOWN } from '../../../src/scenario/known.ts';
import { readScenario } from '../../../src/scenario/read-scenario.ts';
import { measure } from '../../../src/session/measure.ts';
import { flipAtRandom, type LoopChoice, smallLoop } from '../../kernel/lock-kind/small-loop.ts';
import { constantRepairman, repairman } from '../../kernel/locking/closed-form.ts';

/** Figures of the scenario after a short run. */
const run = (kind: string, load: number, change: object = {}) =>
  measure({
    scenarioPath: findScenario('lock-loop'),
    seed: 1,
    at: {
      ...{ set: { 'lock-kind': kind }, params: {}, machine: {}, load, do: [], for: 20 * MS },
      ...{ until: undefined, timeout: undefined },
      ...change,
    },
  });

describe('claims that stand for a closed form have its value', () => {
  const { claims } = readScenario(findScenario('lock-loop'), { catalogue: KNOWN });
  const paramOf = (params: object, name: string): number => Number(new Map(Object.entries(params)).get(name));
  it.each(claims.filter(({ source }) => source.startsWith('closed form, ')))('$id', ({ at, metric, source, value }) => {
    const [tasks, think, hold] = [at.load ?? 0, paramOf(at.params, 'thinkNs'), paramOf(at.params, 'holdNs')];
    const forms: readonly (readonly [string, () => number])[] = [
      ['M/M/1//N', () => repairman(tasks, think, hold)[metric === 'loop.utilisation' ? 'u' : 'x']],
      ['M/D/1//N', () => constantRepairman(tasks, think, hold).x],
      ['nobody waits', () => tasks / (think + hold)],
      // A wait is a geometric number of turns, each with chance 1/7.
      ['same chance', () => Math.sqrt(1 - 1 / (tasks - 1))],
    ];
    const form = forms.find(([name]) => source.includes(name))?.[1] ?? (() => Number.NaN);
    const perSecond = metric === 'loop.throughput' ? SECOND : 1;
    expect((value ?? 0) / (form() * perSecond)).toBeCloseTo(1, 3);
  });
});

it('runs as many tasks as the load says, and follows it up and down', async () => {
  for (const tasks of [1, 3, 12]) expect((await run('ticket', tasks))['loop.tasks']).toBe(tasks);
  const at = (target: number, overNs: number) => [{ after: 5 * MS, action: { kind: 'load', target, overNs } }];
  expect((await run('mutex', 2, { do: at(7, 0) }))['loop.tasks']).toBe(7);
  expect((await run('mutex', 0, { do: at(7, 5 * MS) }))['loop.tasks']).toBe(7);
  expect((await run('mcs', 8, { do: at(2, 5 * MS) }))['loop.tasks']).toBe(2);
});

it('a lock that nobody else wants costs what its line and its instruction cost', async () => {
  const figures = await run('ticket', 1, {
    params: { thinkNs: 1000, think: 'constant', holdNs: 500, hold: 'constant' },
  });
  expect(figures['loop.queue']).toBe(0);
  expect(figures['loop.wait']).toBeCloseTo(21, 5);
});

it('in turn: constant holds make constant waits; by chance: they do not', async () => {
  const params = { thinkNs: 0, holdNs: 10 * US, hold: 'constant' };
  expect((await run('ticket', 8, { params }))['loop.waitSpread']).toBeLessThan(0.05);
  const byte = await run('byte', 8, { params });
  expect(byte['loop.waitSpread']).toBeGreaterThan(0.8);
  expect(byte['loop.spread']).toBeGreaterThan(0.3);
});

it("Little's law: what the lock counts is what the tasks measure, for each kind where all wait", async () => {
  for (const kind of ['byte', 'ticket', 'mcs', 'rwlock', 'rwsem', 'mutex'])
    expect(Math.abs(((await run(kind, 8))['loop.little'] ?? 0) - 1), kind).toBeLessThan(0.002);
});

it('a flip or another load begins the figures anew', () => {
  const choice: LoopChoice = { kind: 'byte', seed: 1, tasks: 4, params: { thinkNs: 1000, holdNs: 500 } };
  const on = smallLoop(choice);
  const { k, loop, loopLock } = on;
  k.engine.run(MS);
  expect(loop.tally.sections).toBe(loop.sections);
  loop.setLoad(5, 0);
  expect(loop.tally.sections).toBe(0);
  let before = 0;
  flipAtRandom(on, 50 * US, () => {
    before = loop.sections;
  });
  while (loop.sections < before + 10 || before === 0) k.engine.run(k.engine.now + US);
  expect(loop.tally.of).toBe(loopLock.gate.variant);
  expect(loop.tally.sections).toBe(loop.sections - before);
});

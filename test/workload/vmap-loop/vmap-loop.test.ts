import { expect, it } from 'vitest';
import { findScenario } from '../../../src/scenario/find-scenario.ts';
import { measure } from '../../../src/session/measure.ts';

const MS = 1e6;

/** Figures of the scenario after a short run. */
const run = (set: Readonly<Record<string, string>>, load: number, change: object = {}) =>
  measure({
    scenarioPath: findScenario('vmap'),
    seed: 1,
    at: { set, params: {}, machine: {}, load, do: [], for: 10 * MS, until: undefined, timeout: undefined, ...change },
  });

const NEW = { 'vmap-index': 'rbtree', 'vmap-flush': 'lazy', 'vmap-percpu': 'on' };

it('runs as many threads as the load says, each on a CPU of its own', async () => {
  for (const threads of [1, 3, 8]) {
    const figures = await run(NEW, threads);
    expect(figures['vmap.threads']).toBe(threads);
    expect(figures['cpu.idle']).toBeGreaterThan(1 - threads / 8 - 0.01);
    expect(figures['cpu.idle']).toBeLessThan(1 - threads / 8 + 0.01);
    // Time per mapping and mappings per second tell the same.
    const perSecond = (threads * 1e9) / (figures['vmap.nsPerOp'] ?? 0);
    expect((figures['vmap.ops'] ?? 0) / perSecond).toBeCloseTo(1, 1);
  }
});

it('with an eager flush sends one interrupt per mapping to every other CPU, and follows the load down', async () => {
  const figures = await run({}, 2);
  expect((figures['ipi.sent'] ?? 0) / (7 * (figures['vmap.ops'] ?? 0))).toBeCloseTo(1, 1);
  const action = { kind: 'load', target: 1, overNs: 0 } as const;
  expect((await run({}, 2, { do: [{ after: 2 * MS, action }] }))['vmap.threads']).toBe(1);
});

it('calls vm_unmap_aliases as often as it is told, which flushes once each time and takes longer than an eager mapping', async () => {
  const calls = await run(NEW, 1, { params: { aliasesEvery: 16 } });
  const eager = await run({}, 1);
  expect((calls['ipi.sent'] ?? 0) / (calls['vmap.ops'] ?? 0)).toBeCloseTo(7 / 16, 1);
  expect(calls['vmap.nsPerAliases']).toBeGreaterThan(eager['vmap.nsPerOp'] ?? 0);
  expect((await run(NEW, 1))['vmap.nsPerAliases']).toBeNaN();
});

it('starts its threads one after another when the load ramps up from none, and ends them on the way down', async () => {
  const threadsAfter = async (ms: number, from: number, target: number): Promise<number> => {
    const action = { kind: 'load', target, overNs: 8 * MS } as const;
    const figures = await run(NEW, from, { do: [{ after: 2 * MS, action }], for: ms * MS });
    return figures['vmap.threads'] ?? Number.NaN;
  };
  const up = await Promise.all([2, 4, 6, 8, 10, 12].map((ms) => threadsAfter(ms, 0, 8)));
  expect(up).toEqual([0, 2, 4, 6, 8, 8]);
  // Its steps are no whole ns; the last thread comes with the end all the same.
  expect(await threadsAfter(10, 0, 7)).toBe(7);
  expect(await threadsAfter(12, 8, 0)).toBe(0);
});

it('a search for a hole walks over what waits for a purge, but not in a tree of holes', async () => {
  const steps = async (index: string): Promise<number> =>
    (await run({ 'vmap-index': index, 'vmap-flush': 'lazy' }, 1))['vmap.holeSteps'] ?? 0;
  expect(await steps('rbtree')).toBeGreaterThan(300);
  expect(await steps('rbtree-cache')).toBeLessThan(2);
  expect(await steps('free-tree')).toBeLessThan(10);
});

it('a cheaper wake-up helps only where CPUs are idle', async () => {
  const cost = { value: 850, unit: 'ns', source: 'a test' };
  const cheap = { machine: { costs: { 'cpu.idleWake': cost } } };
  const gain = async (threads: number): Promise<number> => {
    const [before, after] = [await run({}, threads), await run({}, threads, cheap)];
    return 1 - (after['vmap.nsPerOp'] ?? 0) / (before['vmap.nsPerOp'] ?? 0);
  };
  // But for the moment before all threads run.
  expect(Math.abs(await gain(8))).toBeLessThan(0.001);
  expect(await gain(4)).toBeGreaterThan(0.03);
});

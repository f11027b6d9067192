import { expect, it } from 'vitest';
import { findScenario } from '../../../src/scenario/find-scenario.ts';
import { measure } from '../../../src/session/measure.ts';

const MS = 1e6;

const run = (variant: string, load: number, change: object = {}) =>
  measure({
    scenarioPath: findScenario('stack-churn'),
    seed: 1,
    at: {
      set: { 'unmapped-area': variant },
      params: {},
      machine: {},
      load,
      do: [],
      for: 100 * MS,
      until: undefined,
      timeout: undefined,
      ...change,
    },
  });

it('replaces one stack after another; the number stays, and follows the load', async () => {
  const figures = await run('gap-tree', 500);
  expect(figures['churn.stacks']).toBe(500);
  expect(figures['churn.rate']).toBeGreaterThan(10_000);
  expect(Math.abs((figures['mmap.vmas'] ?? 0) - 1000)).toBeLessThanOrEqual(2);
  for (const target of [200, 800]) {
    const action = { kind: 'load', target, overNs: 0 } as const;
    expect((await run('gap-tree', 500, { do: [{ after: 50 * MS, action }] }))['churn.stacks']).toBe(target);
  }
});

it('what cannot be mapped is counted', async () => {
  const figures = await run('gap-tree', 500, { params: { leastPages: 2048, mostPages: 2048 } });
  expect(figures['churn.stacks']).toBe(256);
  expect(figures['churn.failed']).toBeGreaterThan(100);
});

it('hole-size walks after every unmapping, the gap tree never', async () => {
  const visited = async (variant: string): Promise<number> => (await run(variant, 1000))['mmap.visited'] ?? 0;
  expect(await visited('hole-size')).toBeGreaterThan(300);
  expect(await visited('gap-tree')).toBeLessThan(25);
});

import { expect, it } from 'vitest';
import { findScenario } from '../../../src/scenario/find-scenario.ts';
import { measure } from '../../../src/session/measure.ts';

const MS = 1e6;

/** Figures of the scenario after a run. */
const run = (set: Readonly<Record<string, string>>, change: object = {}) =>
  measure({
    scenarioPath: findScenario('kmap'),
    seed: 1,
    at: {
      set,
      params: {},
      machine: {},
      load: undefined,
      do: [],
      for: 1000 * MS,
      until: undefined,
      timeout: undefined,
      ...change,
    },
  });

const cost = (name: string, ns: number): object => ({
  machine: { costs: { [name]: { value: ns, unit: 'ns', source: 'a test' } } },
});

it('page tables in high memory make three and a half times as many kmaps of the same steps', async () => {
  const [off, on] = [await run({ kmap: 'percpu' }), await run({ kmap: 'percpu', 'pte-highmem': 'on' })];
  const perStep = (figures: Readonly<Record<string, number>>): number =>
    (figures['kmap.rate'] ?? 0) / (figures['compile.steps'] ?? 1);
  expect(perStep(off)).toBeCloseTo(1, 2);
  expect(perStep(on)).toBeCloseTo(3.56, 1);
});

it('a line that is dearer when many want it costs only those who wait', async () => {
  const dear = cost('kmap.busyTransfer', 4000);
  const hold = async (set: Readonly<Record<string, string>>, change: object = {}): Promise<number> =>
    (await run(set, change))['lock.kmap_lock.holdMean'] ?? 0;
  expect((await hold({}, dear)) / (await hold({}))).toBeLessThan(1.1);
  const on = { 'pte-highmem': 'on' };
  expect((await hold(on, dear)) / (await hold(on))).toBeGreaterThan(3);
});

it('follows the load down, and slots leave CPUs idle when tasks sleep with them', async () => {
  const action = { kind: 'load', target: 4, overNs: 0 } as const;
  expect((await run({}, { do: [{ after: 100 * MS, action }] }))['compile.jobs']).toBe(4);
  const held = { params: { heldWaitShare: 0.5, heldWaitUs: 2000, waitUs: 0 }, load: 48 };
  const [pool, percpu] = [await run({}, held), await run({ kmap: 'percpu' }, held)];
  expect((percpu['cpu.idle'] ?? 0) + (percpu['cpu.iowait'] ?? 0)).toBeGreaterThan(
    1.2 * ((pool['cpu.idle'] ?? 0) + (pool['cpu.iowait'] ?? 0)),
  );
});

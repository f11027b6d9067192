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

it('follows the load down', async () => {
  const action = { kind: 'load', target: 4, overNs: 0 } as const;
  expect((await run({}, { do: [{ after: 100 * MS, action }] }))['compile.jobs']).toBe(4);
});

it('follows a load that rises over some time, all the way', async () => {
  const down = { kind: 'load', target: 4, overNs: 0 } as const;
  const up = { kind: 'load', target: 10, overNs: 200 * MS } as const;
  const jobsAfter = async (ms: number): Promise<number | undefined> => {
    const steps = [
      { after: 50 * MS, action: down },
      { after: 100 * MS, action: up },
    ];
    return (await run({}, { do: steps, for: ms * MS }))['compile.jobs'];
  };
  const halfway = await jobsAfter(200);
  expect(halfway).toBeGreaterThanOrEqual(6);
  expect(halfway).toBeLessThanOrEqual(7);
  expect(await jobsAfter(400)).toBe(10);
});

it('who writes a part of a page keeps it mapped until the disk has read the rest', async () => {
  const writes = { params: { writeShare: 0.5, waitUs: 0 } };
  const figures = await run({}, writes);
  // Sixteen jobs and a disk that is the bottleneck: all but a few wait for it, each with an entry.
  expect(figures['disk.util']).toBeGreaterThan(0.95);
  expect(figures['kmap.used']).toBe(figures['disk.queue']);
  expect(figures['kmap.used']).toBeGreaterThan(12);
});

it('waits for other locks, and less so while kmap_lock holds everybody up', async () => {
  const dear = { machine: { costs: { 'kmap.busyTransfer': { value: 2500, unit: 'ns', source: 'a test' } } } };
  const [off, on] = [await run({}), await run({ 'pte-highmem': 'on' }, dear)];
  const others = (figures: Readonly<Record<string, number>>): number =>
    (figures['compile.spin.dcache_lock'] ?? 0) + (figures['compile.spin.pagemap_lru_lock'] ?? 0);
  expect(others(off)).toBeGreaterThan(0.05);
  expect(on['kmap.spinShare']).toBeGreaterThan(0.4);
  expect(others(on)).toBeLessThan(0.7 * others(off));
});

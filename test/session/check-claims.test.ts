import { afterEach, expect, it } from 'vitest';
import { claimTable } from '../../src/report/claim-table.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { checkClaims } from '../../src/session/check-claims.ts';
import { type Measurement, measure } from '../../src/session/measure.ts';
import { MeasurePool } from '../../src/session/measure-pool.ts';
import { FILES, TEST_OPTIONS } from '../scenario/catalogue.ts';
import { COUNTING_SOURCES } from './counting-sources.ts';

const scenario = readScenario(`${FILES}/count.yaml`, TEST_OPTIONS);
const [ten] = scenario.claims;
if (ten === undefined) throw new Error('count.yaml has no claim');
const { value: _value, tolerance: _tolerance, ...bare } = ten;

const withClaims = (claims: Scenario['claims']): Scenario => ({ ...scenario, claims });

it('makes a run that several claims ask for once, and compares each', async () => {
  const made: Measurement[] = [];
  const claims = [ten, { ...ten, id: 'eleven', value: 12, fitted: true }, { ...ten, id: 'none', metric: 'no.such' }];
  const checked = await checkClaims(withClaims(claims), {
    seed: 3,
    measure: (measurement) => {
      made.push(measurement);
      return measure(measurement, COUNTING_SOURCES);
    },
  });
  expect(made).toEqual([{ scenarioPath: scenario.path, seed: 3, at: ten.at }]);
  expect(checked.map(({ claim, found, met }) => [claim.id, found, met])).toEqual([
    ['ten', 10, true],
    ['eleven', 10, false],
    ['none', Number.NaN, false],
  ]);
  expect(claimTable(checked)).toBe(`\
claim                                | published | here      | verdict
-------------------------------------|-----------|-----------|-------------
count ten: Ten users come to ten.    | 10 +-10 % | 10        | met
count eleven: Ten users come to ten. | 12 +-10 % | 10        | OFF (fitted)
count none: Ten users come to ten.   | 10 +-10 % | not found | OFF
`);
});

it('compares two runs', async () => {
  const made: number[] = [];
  const claims = [
    { ...ten, id: 'double', at: { ...ten.at, load: 20 }, against: { ...ten.at, load: 8 }, value: 2.5 },
    { ...ten, id: 'base', at: { ...ten.at, load: 8 } },
    { ...bare, id: 'nothing', min: 2, against: { ...ten.at, load: 0 } },
  ];
  const checked = await checkClaims(withClaims(claims), {
    seed: 1,
    measure: async ({ at }) => {
      made.push(at.load ?? 10);
      return { 'count.users': at.load ?? 10 };
    },
  });
  expect(checked.map(({ found, met }) => [found, met])).toEqual([
    [2.5, true],
    [8, false],
    [Number.POSITIVE_INFINITY, false],
  ]);
  expect(made.sort((one, other) => one - other)).toEqual([0, 8, 10, 20]);
  expect(claimTable(checked)).toMatch(/\| >= 2 +\| not found \| OFF\n/);
});

it('searches for a load', async () => {
  const search = { from: 1, to: 64, growth: 2, below: -1, precision: 0.1 };
  const loads: (number | null)[] = [];
  const steps: number[] = [];
  const checked = await checkClaims(withClaims([{ ...ten, search }]), {
    seed: 1,
    measure: async ({ load = 0 }) => ({ 'count.users': load < 20 ? 1 : -2 }),
    onRun: (_name, _claim, load) => loads.push(load),
    onStep: (_name, _claim, load, figure) => steps.push(load * figure),
  });
  expect(checked.map(({ found, good }) => [found, good])).toEqual([[20, 18]]);
  expect(loads).toEqual([2, 1, 4, 8, 16, 32, 24, 20, 18]);
  expect(steps).toEqual([2, 1, 4, 8, 16, -64, -48, -40, 18]);
});

it('takes what a search found as met when both loads are within the band', async () => {
  const search = { from: 1, to: 64, growth: 2, below: -1, precision: 0.1 };
  const claims = [
    { ...ten, search, value: 20 },
    { ...ten, id: 'edge', search, value: 21 },
    { ...ten, id: 'never', search: { ...search, below: -9 } },
  ];
  const checked = await checkClaims(withClaims(claims), {
    seed: 1,
    measure: async ({ load = 0 }) => ({ 'count.users': load < 20 ? 1 : -2 }),
  });
  expect(checked.map(({ found, good, met }) => [found, good, met])).toEqual([
    [20, 18, true],
    [20, 18, false],
    [Number.NaN, null, false],
  ]);
  expect(claimTable(checked)).toContain('| 18 .. 20  | met\n');
});

it('makes a run that a search and another claim ask for only once', async () => {
  const search = { from: 8, to: 64, growth: 2, below: -1, precision: 0.1 };
  const loads: (number | undefined)[] = [];
  const checked = await checkClaims(
    withClaims([
      { ...ten, search },
      { ...ten, id: 'there', at: { ...ten.at, load: 16 } },
      { ...ten, id: 'elsewhere', at: { ...ten.at, load: 17 } },
    ]),
    {
      seed: 1,
      measure: async ({ load, at }) => {
        loads.push(load ?? at.load);
        return { 'count.users': (load ?? at.load ?? 0) < 20 ? 1 : -2 };
      },
    },
  );
  expect(checked.map(({ found }) => found)).toEqual([20, 1, 1]);
  expect(loads.sort()).toEqual([12, 16, 17, 18, 20, 24, 32]);
});

it('has no figures when the condition never held', async () => {
  const until = [50, 60].map((value) => [{ metric: 'count.users', operator: '>' as const, value }]);
  const at = { ...ten.at, for: undefined, until, timeout: 2e9 };
  expect(await measure({ scenarioPath: scenario.path, seed: 1, at }, COUNTING_SOURCES)).toEqual({});
});

const pools: MeasurePool[] = [];
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())));

it('measures in worker threads, as many as there may be', async () => {
  const pool = new MeasurePool(2, new URL('./counting-worker.ts', import.meta.url));
  pools.push(pool);
  const loads = [1, 2, 3];
  const figures = await Promise.all(
    loads.map((load) => pool.measure({ scenarioPath: scenario.path, seed: 1, at: ten.at, load })),
  );
  expect(figures).toEqual(loads.map((load) => ({ 'count.users': load })));
  const refused = pool.measure({ scenarioPath: `${FILES}/none.yaml`, seed: 1, at: ten.at });
  await expect(refused).rejects.toThrow(/^.*none.yaml: no such file$/);
});

it('begins with the largest load of those that wait; what is given up makes room for the next', async () => {
  const pool = new MeasurePool(1, new URL('./counting-worker.ts', import.meta.url));
  pools.push(pool);
  const done: number[] = [];
  const measured = async (load: number, file = scenario.path): Promise<void> => {
    await pool.measure({ scenarioPath: file, seed: 1, at: ten.at, load }).catch(() => null);
    done.push(load);
  };
  await Promise.all([measured(1), measured(2), measured(4, `${FILES}/none.yaml`), measured(3)]);
  expect(done).toEqual([1, 4, 3, 2]);
});

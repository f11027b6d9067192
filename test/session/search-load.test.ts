import { expect, it } from 'vitest';
import { type Bracket, searchLoad } from '../../src/session/search-load.ts';

const BASE = { from: 1000, to: 20_000, growth: 1.5, precision: 0.02 };

/** Throughput that grows with the load until a cliff, and the loads that were asked for. */
function cliffAt(cliff: number) {
  const asked: number[] = [];
  const measure = async (load: number): Promise<number> => {
    asked.push(load);
    return load < cliff ? load : 10;
  };
  return { asked, measure };
}

async function bracketOf(...args: Parameters<typeof searchLoad>): Promise<Bracket> {
  const bracket = await searchLoad(...args);
  if (bracket === null) throw new Error('expected a bracket, got none');
  return bracket;
}

it('finds the first load below a share of the maximum, to the precision asked for', async () => {
  const { asked, measure } = cliffAt(9700);
  const { good, below } = await bracketOf({ ...BASE, belowShareOfMax: 0.5, reference: 700 }, measure);
  expect(good).toBeLessThan(9700);
  expect(below).toBeGreaterThanOrEqual(9700);
  expect(below - good).toBeLessThanOrEqual(9700 * 0.021);
  expect(asked).toEqual(expect.arrayContaining([good, below]));
  expect(asked.slice(0, 8)).toEqual([700, 1500, 1250, 2250, 3375, 5063, 7595, 11393]);
  expect(asked.length).toBeLessThan(15);
});

it('finds the first load below a limit', async () => {
  const perUser = async (load: number): Promise<number> => 29_700 / load;
  const { good, below } = await bracketOf({ ...BASE, to: 60_000, below: 1 }, perUser);
  expect(good).toBeLessThanOrEqual(29_700);
  expect(below).toBeGreaterThan(29_700);
  expect(below - good).toBeLessThanOrEqual(29_700 * 0.021);
});

it('measures the first load only when none above it is good', async () => {
  const search = { ...BASE, growth: 1.25, precision: 0.1, below: 100 };
  const asked = async (cliff: number): Promise<readonly number[]> => {
    const { asked: loads, measure } = cliffAt(cliff);
    await searchLoad(search, measure);
    return loads;
  };
  expect(await asked(1200)).toEqual([1250, 1125]);
  expect(await asked(1050)).toEqual([1250, 1125, 1063, 1000]);
  expect(await asked(900)).toEqual([1250, 1125, 1063, 1000]);
});

it('a load without a figure is below', async () => {
  const figure = async (load: number): Promise<number> => (load < 1100 ? 5 : Number.NaN);
  const { good, below } = await bracketOf({ ...BASE, below: 1 }, figure);
  expect([good < 1100, below >= 1100]).toEqual([true, true]);
});

it('the maximum is that of all loads that were measured', async () => {
  const search = { ...BASE, growth: 2, precision: 0.1, belowShareOfMax: 0.5, reference: 500 };
  const byLoad = (figures: Readonly<Record<number, number>>) => async (load: number) => figures[load] ?? 0;
  expect(await searchLoad(search, byLoad({ 500: 100, 2000: 40, 1500: 60, 1750: 60, 1875: 40 }))).toEqual({
    good: 1750,
    below: 1875,
  });
  expect(await searchLoad(search, byLoad({ 500: 100, 2000: 300, 4000: 140, 3000: 160, 3500: 140, 3250: 140 }))).toEqual(
    {
      good: 3000,
      below: 3250,
    },
  );
  expect(
    await searchLoad(search, byLoad({ 500: 30, 2000: 14, 1000: 20, 1500: 14, 1250: 14, 1125: 14, 1063: 14 })),
  ).toEqual({
    good: 1000,
    below: 1063,
  });
});

it('finds nothing when nothing is below, nor when the first load is below already', async () => {
  expect(await searchLoad({ ...BASE, below: 1 }, cliffAt(1e9).measure)).toBeNull();
  expect(await searchLoad({ ...BASE, below: 100 }, cliffAt(0).measure)).toBeNull();
  expect(await searchLoad({ ...BASE, belowShareOfMax: 0.5, reference: 700 }, cliffAt(900).measure)).toBeNull();
});

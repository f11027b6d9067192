import { expect, it } from 'vitest';
import type { RunSpec } from '../../../src/scenario/claim-schema.ts';
import { findScenario } from '../../../src/scenario/find-scenario.ts';
import { measure } from '../../../src/session/measure.ts';

const MS = 1e6;

/** Figures of the scenario after a short run; its L2 has room for 512 lines, 256 threads. */
const run = (change: Partial<RunSpec>, costs: Readonly<Record<string, number>> = {}) => {
  const changed = Object.entries({ 'mmap.cacheBytes': 512 * 128, ...costs }).map(([name, value]) => [
    name,
    { value, unit: name === 'mmap.cacheBytes' ? 'bytes' : 'ns', source: 'a test' },
  ]);
  return measure({
    scenarioPath: findScenario('test_str02'),
    seed: 1,
    at: {
      set: {},
      params: {},
      machine: { costs: Object.fromEntries(changed) },
      load: 1000,
      do: [],
      for: 200 * MS,
      until: undefined,
      timeout: undefined,
      ...change,
    },
  });
};

it('two VMAs per thread, libraries besides; without guard pages one for all', async () => {
  const [guarded, plain] = [await run({}), await run({ params: { guardPages: 0 } })];
  expect([guarded['stacks.threads'], guarded['mmap.vmas']]).toEqual([1000, 2006]);
  expect([plain['stacks.threads'], plain['mmap.vmas']]).toEqual([1000, 6]);
});

it('one VMA per thread where the program chooses addresses; what was unmapped is used again', async () => {
  const fixed = await run({ params: { fixed: true, cachedPages: 0 } });
  expect([fixed['stacks.threads'], fixed['mmap.vmas'], fixed['stacks.knee']]).toEqual([1000, 1006, Number.NaN]);
  const full = await run({ load: 2000, params: { fixed: true, stackPages: 1024 } });
  expect(full['stacks.threads']).toBe(495);
  const load = (target: number) => ({ kind: 'load', target, overNs: 0 }) as const;
  const actions = [
    { after: 60 * MS, action: load(10) },
    { after: 100 * MS, action: load(400) },
  ];
  const again = await run({ load: 400, params: { fixed: true, cachedPages: 0, stackPages: 1024 }, do: actions });
  expect([again['stacks.threads'], again['mmap.vmas']]).toEqual([400, 406]);
});

it('looks for a place in its bitmap in user mode, and only where it chooses addresses', async () => {
  const user = async (fixed: boolean): Promise<number> =>
    (await run({ load: 5000, params: { fixed }, for: 20 * MS }, { 'mmap.bitmapWord': 10_000 }))['cpu.user'] ?? 0;
  // One word for each place but every 32nd, 10 us of some 33.
  expect(await user(true)).toBeGreaterThan(0.25);
  expect(await user(true)).toBeLessThan(0.4);
  expect(await user(false)).toBe(0);
});

it('follows the load down and up; of ended threads the stacks are unmapped, but for what is kept', async () => {
  const load = (target: number, overNs = 0) => ({ kind: 'load', target, overNs }) as const;
  const down = [{ after: 100 * MS, action: load(100) }];
  const unmapped = await run({ params: { cachedPages: 0 }, do: down });
  expect([unmapped['stacks.threads'], unmapped['mmap.vmas']]).toEqual([100, 206]);
  const kept = await run({ params: { cachedPages: 160 }, do: down });
  expect([kept['stacks.threads'], kept['mmap.vmas']]).toEqual([100, 226]);
  const ramp = await run({ do: [...down, { after: 120 * MS, action: load(500, 160 * MS) }] });
  expect(ramp['stacks.threads']).toBeGreaterThan(250);
  expect(ramp['stacks.threads']).toBeLessThan(350);
});

it('the chain ends by itself when it is asked to', async () => {
  const figures = await run({ params: { unwinds: true, cachedPages: 0 } });
  expect([figures['stacks.rounds'], figures['stacks.threads'], figures['mmap.vmas']]).toEqual([1, 0, 6]);
});

it('creates no more than there is room for', async () => {
  const full = await run({ load: 2000, params: { stackPages: 1024 } });
  expect(full['stacks.threads']).toBe(511);
});

it('the lines of all VMAs come from memory as soon as they do not fit', async () => {
  const share = async (load: number, forNs: number): Promise<number> =>
    (await run({ load, for: forNs }))['mmap.missShare'] ?? 0;
  expect(await share(200, 20 * MS)).toBeLessThan(0.1);
  expect(await share(600, 40 * MS)).toBeGreaterThan(0.8);
});

it('the knee moves with the size of the L2', async () => {
  const knee = async (lines: number): Promise<number> =>
    (await run({}, { 'mmap.cacheBytes': 128 * lines }))['stacks.knee'] ?? 0;
  expect(await knee(512)).toBeLessThan(300);
  expect(await knee(1024)).toBeGreaterThan(400);
});

it('a pinned hole brings the walk back to the lowest hole, not to next fit nor to the gap tree', async () => {
  const growth = async (variant: string, pinnedHole: boolean): Promise<number> =>
    (await run({ set: { 'unmapped-area': variant }, params: { pinnedHole } }))['stacks.growth'] ?? 0;
  expect(await growth('linear', false)).toBeGreaterThan(0.6);
  expect(await growth('lowest-hole', false)).toBeLessThan(0.05);
  expect(await growth('lowest-hole', true)).toBeGreaterThan(0.6);
  expect(await growth('next-fit', true)).toBeLessThan(0.05);
  expect(await growth('hole-size', true)).toBeLessThan(0.05);
  expect(await growth('gap-tree', true)).toBeLessThan(0.05);
});

it('a flip in mid-run leaves the threads where they are and ends the walks', async () => {
  const flip = { kind: 'flip', subsystem: 'unmapped-area', variant: 'lowest-hole' } as const;
  const more = { kind: 'load', target: 1500, overNs: 0 } as const;
  const actions = [
    { after: 150 * MS, action: flip },
    { after: 160 * MS, action: more },
  ];
  const figures = await run({ do: actions, for: 175 * MS });
  expect([figures['stacks.threads'], figures['mmap.vmas']]).toEqual([1500, 3006]);
  expect(figures['mmap.visited']).toBeLessThan(10);
});

import { expect, it } from 'vitest';
import { findScenario } from '../../../src/scenario/find-scenario.ts';
import { measure } from '../../../src/session/measure.ts';

const MS = 1e6;

const OLD = {};
const NEW = { 'vmap-index': 'rbtree', 'vmap-flush': 'lazy', 'vmap-percpu': 'on' };

/** Figures of the last 100 ms of a run of the scenario. */
const run = (set: Readonly<Record<string, string>>, change: object = {}) =>
  measure({
    scenarioPath: findScenario('xfs-dir'),
    seed: 1,
    at: {
      set,
      params: {},
      machine: {},
      load: 64,
      do: [],
      for: 200 * MS,
      window: 100 * MS,
      until: undefined,
      timeout: undefined,
      ...change,
    },
  });

const figure = (figures: Readonly<Record<string, number>>, id: string): number => figures[id] ?? Number.NaN;

it('one after another takes vmlist_lock, and interrupts 63 CPUs once for every buffer', async () => {
  const old = await run(OLD);
  expect(figure(old, 'vmap.opsPerFlush')).toBeCloseTo(1, 1);
  expect(figure(old, 'ipi.sent') / figure(old, 'ipi.rounds')).toBeCloseTo(63, 6);
  // Some of those of the window's last purges are still to come.
  expect(figure(old, 'xfs.perPurge')).toBeGreaterThan(55);
  expect(figure(old, 'lock.vmlist_lock.held')).toBeGreaterThan(0.9);
  // Whoever neither spins nor works sleeps.
  expect(figure(old, 'ticks._write_lock') + figure(old, 'ticks.default_idle')).toBeGreaterThan(0.95);
});

it('with blocks per CPU it is dcache_lock that is waited for', async () => {
  const [old, fresh] = await Promise.all([run(OLD), run(NEW)]);
  expect(figure(fresh, 'xfs.lookups') / figure(old, 'xfs.lookups')).toBeGreaterThan(10);
  expect(figure(fresh, 'lock.dcache_lock.waiters')).toBeGreaterThan(5);
  expect(figure(fresh, 'vmap.share')).toBeLessThan(0.01);
  expect(figure(fresh, 'lock.vmlist_lock.waiters')).toBe(0);
});

it('with a tree and an eager flush the broadcasts wait for each other', async () => {
  const tree = await run({ 'vmap-index': 'rbtree' });
  expect(figure(tree, 'lock.call_lock.waiters')).toBeGreaterThan(5);
});

it('starts threads as the load ramps up from none, two for a CPU if need be, and ends them', async () => {
  const threads = async (load: number, target: number, overMs: number): Promise<number> => {
    const action = { kind: 'load', target, overNs: overMs * MS } as const;
    return figure(await run(NEW, { load, do: [{ after: 20 * MS, action }], for: 60 * MS }), 'xfs.threads');
  };
  expect(await Promise.all([threads(0, 64, 80), threads(0, 100, 20), threads(64, 4, 0)])).toEqual([32, 100, 4]);
});

it('nobody meets anybody when there are very many directories', async () => {
  const apart = await run(NEW, { params: { directories: 50_000, lookupsPerRead: 1e6 } });
  expect(figure(apart, 'xfs.asleep')).toBe(0);
});

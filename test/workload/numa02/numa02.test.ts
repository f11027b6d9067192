// numa02 with a thirty-second of its memory: 32 threads on 4 nodes, 8,192 pages.

import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random.ts';
import { MS, SECOND } from '../../../src/base/time.ts';
import { checkInvariants } from '../../../src/kernel/mm/invariants.ts';
import type { TaskStruct } from '../../../src/kernel/mm/task-struct.ts';
import { RMAP_VARIANTS } from '../../../src/kernel/rmap/index.ts';
import { RMAP_LOCK_VARIANTS } from '../../../src/kernel/rmap-lock/index.ts';
import { TLB_VARIANTS } from '../../../src/kernel/tlb/index.ts';
import { Exchanges } from '../../exchanges.ts';
import { ShortRun } from '../short-run.ts';

const SMALL = { mib: 32, passes: 550 };
/** Three quarters are on the wrong node at first. */
const WRONG = 6144;

interface Given {
  readonly set?: Readonly<Record<string, string>>;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly seed?: number;
  readonly memory?: string;
}

const start = ({ set = {}, params = {}, seed = 1, memory = '256M' }: Given): ShortRun =>
  new ShortRun('numa02', {
    seed,
    rmap: 'chain',
    set,
    params: { ...SMALL, ...params },
    machine: { memory, swap: '64M' },
  });

/** Until the first run of the program is through. */
function throughOnce(given: Given): ShortRun {
  const run = start(given);
  for (let at = 0.1; !(run.figure('numa02.runs') >= 1); at += 0.1) run.until(at);
  checkInvariants(run.kernel);
  return run;
}

const elapsed = (given: Given): number => throughOnce(given).figure('numa02.elapsed');

/** Seconds from the first scan, a second after the start of the program, until all pages are at home. */
function settled(lock: string): number {
  const run = start({ set: { 'rmap-lock': lock } }).until(1);
  let steps = 0;
  for (; run.figure('numa02.local') < 0.99; steps++) run.until(1 + 0.0005 * steps);
  return 0.0005 * steps;
}

const threadsOf = (run: ShortRun): readonly TaskStruct[] =>
  [...run.kernel.tasks].filter(({ name }) => name.startsWith('numa02/'));

const LOCKS = Object.keys(RMAP_LOCK_VARIANTS);
const RMAPS = Object.keys(RMAP_VARIANTS);

describe.each(LOCKS)('rmap-lock %s', (lock) => {
  it.each(Object.keys(TLB_VARIANTS))('tlb %s: pages move once each, and none is lost', (tlb) => {
    const rmap = RMAPS[(LOCKS.indexOf(lock) + (tlb === 'page' ? 1 : 0)) % RMAPS.length] as string;
    const run = throughOnce({ set: { rmap, 'rmap-lock': lock, tlb } });
    const { stat } = run.kernel.migration ?? { stat: null };
    expect(stat).toMatchObject({ failed: 0, again: 0 });
    expect(Object.values(run.kernel.races?.counts ?? {})).toEqual([0, 0, 0, 0]);
    // A thread that the scheduler has moved takes its pages along.
    expect(stat?.moved).toBeGreaterThanOrEqual(WRONG);
    expect(stat?.moved).toBeLessThan(1.5 * WRONG);
    // A thread's part is half of what one fault deals with.
    const flushes = tlb === 'page' ? (stat?.moved ?? 0) : (stat?.moved ?? 0) / 512;
    expect(stat?.flushes).toBeGreaterThanOrEqual(flushes);
    expect(stat?.flushes).toBeLessThan(2.5 * flushes);
    const { walk = 0, remap = 0 } = run.kernel.rmapLock?.taken ?? {};
    expect([walk, remap]).toEqual([
      lock === 'none' ? 0 : stat?.moved,
      lock === 'none' || lock === 'none-remap' ? 0 : stat?.moved,
    ]);
  });
});

it('readers and no lock settle within 10 % of each other, the mutexes are behind', () => {
  const none = settled('none');
  expect(Math.abs(settled('rwsem') / none - 1)).toBeLessThan(0.1);
  for (const lock of ['mutex', 'mutex-sleep', 'spin']) expect(settled(lock) / none).toBeGreaterThan(1.2);
});

it('bound threads and memory are the lower bound, memory on another node the upper one', () => {
  const [hard, balanced, inverse, unbalanced] = ['hard-bind', 'balanced', 'inverse-bind', 'unbalanced'].map((mode) =>
    elapsed({ set: { 'rmap-lock': 'rwsem' }, params: { mode } }),
  ) as [number, number, number, number];
  expect(hard).toBeLessThan(balanced);
  expect(balanced).toBeLessThan(unbalanced);
  expect(hard).toBeLessThan(inverse);
  expect(inverse).toBeLessThan(unbalanced);
});

it.each([
  ['hard-bind', 1],
  ['inverse-bind', 0],
])('%s: no page moves, and the share of local pages is %d', (mode, share) => {
  const run = start({ params: { mode } }).until(0.3);
  expect(run.figure('numa02.local')).toBe(share);
  expect(run.kernel.migration?.stat).toMatchObject({ moved: 0, hintFaults: 0 });
});

it('move_pages brings every thread its own pages before it begins', () => {
  const run = start({ set: { 'rmap-lock': 'rwsem' }, params: { mode: 'move-pages' } }).until(0.3);
  expect(run.figure('numa02.local')).toBe(1);
  expect(run.kernel.migration?.stat).toMatchObject({ moved: WRONG, hintFaults: 0 });
});

it.each([
  ['where tasks are placed, threads that have changed places go back to their memory', true],
  ['where they are not, their memory comes after them', false],
])('%s', (_, placesTasks) => {
  // What one fault deals with is one thread's alone, as with a whole gigabyte, and a thread has several tries in a round.
  const params = { mib: 128, passes: 4000, crossMs: 1500, placesTasks };
  const run = start({ set: { 'rmap-lock': 'rwsem' }, params }).until(1.45);
  expect(run.figure('numa02.local')).toBe(1);
  const nodes = (): readonly number[] => threadsOf(run).map(({ cpu }) => cpu.node);
  const homes = nodes();
  const { stat } = run.kernel.migration ?? { stat: null };
  const before = stat?.moved ?? 0;
  run.until(3.5);
  checkInvariants(run.kernel);
  expect(run.figure('numa02.local')).toBe(1);
  const areHome = nodes().filter((node, nth) => node === homes[nth]).length;
  const moved = (stat?.moved ?? 0) - before;
  if (placesTasks) expect([areHome, moved < 32_768 / 4, stat?.tasksPlaced]).toEqual([32, true, 32]);
  else expect([areHome, moved, stat?.tasksPlaced]).toEqual([0, 32_768, 0]);
});

it('huge pages: two locks and one flush for 2 MB', () => {
  const run = throughOnce({ set: { 'rmap-lock': 'mutex' }, params: { hugePages: true }, memory: '2G' });
  const { stat } = run.kernel.migration ?? { stat: null };
  const { walk = 0, remap = 0 } = run.kernel.rmapLock?.taken ?? {};
  expect(stat?.moved).toBeGreaterThanOrEqual(12);
  expect([stat?.flushes, walk, remap]).toEqual([stat?.moved, stat?.moved, stat?.moved]);
});

it('flips of lock and flush at random instants under load: the same seed makes the same run, and invariants hold', () => {
  const flipped = (seed: number): { hash: string; moved: number } => {
    const run = start({ seed, params: { passes: 2000 } }).until(1.02);
    const random = new Random(seed, 'test flips');
    const [locks, tlbs] = [new Exchanges(LOCKS), new Exchanges(Object.keys(TLB_VARIANTS))];
    let at = 1.02 * SECOND;
    for (let i = 0; i < 72; i++) {
      if (i % 6 === 0) run.flip('tlb', tlbs.next(run.kernel.migration?.tlb.variant.id ?? '', random));
      else run.flip('rmap-lock', locks.next(run.kernel.rmapLock?.gate.variant.id ?? '', random));
      for (at += MS / 10; run.until(at / SECOND).isFlipping; ) at += MS / 10;
      at += random.expNs(MS / 2);
      run.until(at / SECOND);
      if (i % 4 === 0) checkInvariants(run.kernel);
    }
    expect(run.figure('numa02.local')).toBeGreaterThan(0.25);
    // Threads that a flip's task has driven off their CPUs go back to their memory, or it comes after them.
    run.until(1.8);
    expect(run.figure('numa02.local')).toBeGreaterThan(0.95);
    expect(run.kernel.migration?.stat.failed).toBe(0);
    expect(Object.values(run.kernel.races?.counts ?? {})).toEqual([0, 0, 0, 0]);
    expect([...locks.missing, ...tlbs.missing]).toEqual([]);
    return { hash: run.hash(), moved: run.kernel.migration?.stat.moved ?? 0 };
  };
  const [one, again, other] = [3, 3, 4].map(flipped);
  expect(again).toEqual(one);
  expect(other?.hash).not.toBe(one?.hash);
  expect(one?.moved).toBeGreaterThanOrEqual(WRONG);
});

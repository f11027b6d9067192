// One suite for every combination of the variants of kmap and pte-highmem: tasks on four CPUs must reach the pages that they mapped,
// however the pools and slots overflow, wherever they sleep, and across flips.

import { describe, expect, it } from 'vitest';
import { MS, SECOND, US } from '../../../src/base/time.ts';
import { KMAP_VARIANTS } from '../../../src/kernel/kmap/index.ts';
import { checkInvariants } from '../../../src/kernel/mm/invariants.ts';
import { Flipper } from '../../../src/simulation/flipper.ts';
import { Exchanges } from '../../exchanges.ts';
import { every } from '../mm/small-kernel.ts';
import { Kmaps } from './random-kmaps.ts';
import { CHOICES, flipPart, type HighmemChoice, type SmallHighmem, smallHighmem } from './small-highmem.ts';

const base = Number(process.env['FC_SEED'] ?? 0);

/** A small pool, which is full most of the time, one in which everything has room, and slots. */
const FEW = ['pool', 'pool-128', 'percpu'];

interface Run extends SmallHighmem {
  readonly kmaps: Kmaps;
  readonly flips: readonly string[];
  /** Exchanges of kmap that no flip has made. */
  readonly missing: readonly string[];
  /** Addresses that were in use during a flip. */
  readonly heldAcross: number;
}

interface Shape {
  readonly operations?: number;
  readonly cpus?: number;
  /** Variants of kmap that are flipped to. */
  readonly among?: readonly string[];
}

function run(
  choice: HighmemChoice,
  seed: number,
  flipNs: number | null,
  { operations = 200, cpus = 4, among = FEW }: Shape = {},
): Run {
  const on = smallHighmem(choice, seed, cpus);
  const { k, highmem } = on;
  const kmaps = new Kmaps(on);
  for (let i = 0; i < 16; i++) kmaps.start(operations);
  const isBusy = (): boolean => kmaps.alive > 0;
  const flips: string[] = [];
  let heldAcross = 0;
  const exchanges = new Exchanges(among);
  if (flipNs !== null) {
    flipAtRandom(on, flipNs, exchanges, isBusy, (flip) => {
      flips.push(flip);
      heldAcross += highmem.stat.kmaps - highmem.stat.kunmaps;
    });
  }
  every(k, 53 * US, () => {
    checkInvariants(k);
    kmaps.checkUsers();
    return isBusy();
  });
  while (isBusy() && k.engine.now < 5 * SECOND) k.engine.run(k.engine.now + MS);
  if (isBusy()) throw new Error(`seed ${seed}: ${kmaps.alive} tasks hang`);
  k.engine.run(k.engine.now + 100 * MS);
  checkInvariants(k);
  return { ...on, kmaps, flips, heldAcross, missing: exchanges.missing };
}

/** One after another: the next is asked for some time after the last is through. */
function flipAtRandom(
  { k, highmem }: SmallHighmem,
  meanNs: number,
  exchanges: Exchanges,
  isBusy: () => boolean,
  note: (flip: string) => void,
): void {
  const random = k.engine.random('flips');
  const slot = k.engine.addSource({
    fire: () => {
      if (!isBusy()) return;
      if (random.below(2) === 0) flipPart(flipper, k, 'kmap', exchanges.next(highmem.kmap.variant.id, random));
      else flipPart(flipper, k, 'pte-highmem', highmem.pteHighmem.variant.id === 'on' ? 'off' : 'on');
    },
  });
  const flipper = new Flipper(k, ({ subsystem, to }) => {
    note(`${subsystem}=${to}`);
    k.engine.schedule(k.engine.now + 1 + random.expNs(meanNs), slot);
  });
  k.engine.schedule(random.expNs(meanNs), slot);
}

/** Nothing is in use, nobody waits, nobody is tied to a CPU. */
function expectNothingLeft({ k, highmem }: Run): void {
  expect({
    used: highmem.pools.map((pool) => pool.usage().used),
    free: highmem.slots.map(({ free }) => free),
    pins: highmem.pins.size,
    sleepers: [...highmem.pools, ...highmem.slots].map(({ overflow }) => overflow.sleepers),
    inside: [highmem.kmap.inFlight, highmem.pteHighmem.inFlight],
  }).toEqual({
    used: [0, 0, 0],
    free: k.cpus.map(() => highmem.sizes.slotsPerCpu),
    pins: 0,
    sleepers: [0, 0, 0, ...k.cpus.map(() => 0)],
    inside: [0, 0],
  });
}

const nameOf = (choice: HighmemChoice): string => `${choice.kmap}, pte-highmem ${choice['pte-highmem']}`;

describe.each(CHOICES.map((choice) => ({ name: nameOf(choice), choice })))('kmap $name', ({ choice }) => {
  it(`every access reaches its page, and whoever waits for a place gets one, seed ${base + 1}`, () => {
    const end = run(choice, base + 1, null);
    const { pools, slots, stat, kmap_lock } = end.highmem;
    const isPool = choice.kmap === 'pool';
    const waits = (places: readonly { readonly overflow: { readonly waits: number } }[]): number =>
      places.reduce((sum, { overflow }) => sum + overflow.waits, 0);
    expect(end.kmaps.done.get('unmap')).toBeGreaterThan(3000);
    expect(waits(isPool ? pools : slots)).toBeGreaterThan(50);
    // The other one is not touched: no lock and no interrupt with slots.
    expect(waits(isPool ? slots : pools)).toBe(0);
    expect(kmap_lock.lockClass.acquisitions > 0).toBe(isPool);
    expect([stat.passes > 50, end.k.ipiLedger.ipis]).toEqual([isPool, 3 * stat.passes]);
    expectNothingLeft(end);
  });
});

it.each(CHOICES.map((choice) => ({ name: nameOf(choice), choice })))(
  'kmap with one CPU, $name: no interrupt, and every access reaches its page',
  ({ choice }) => {
    const end = run(choice, base + 1, null, { operations: 100, cpus: 1 });
    expect([end.highmem.stat.passes > 20, end.k.ipiLedger.rounds]).toEqual([choice.kmap === 'pool', 0]);
    expectNothingLeft(end);
  },
);

describe('kmap with flips at random instants', () => {
  it.each([1, 2, 3].map((seed) => base + seed))('every access reaches its page, seed %i', (seed) => {
    const end = run(CHOICES[seed % CHOICES.length] as HighmemChoice, seed, 200 * US);
    expect(new Set(end.flips)).toEqual(
      new Set(['kmap=pool', 'kmap=pool-128', 'kmap=percpu', 'pte-highmem=off', 'pte-highmem=on']),
    );
    expect(end.heldAcross).toBeGreaterThan(end.flips.length);
    expectNothingLeft(end);
  });

  it(`flips pools of every size and slots into each other, seed ${base + 1}`, () => {
    const among = Object.keys(KMAP_VARIANTS);
    // As many flips as there are ordered pairs, and more: half of the flips are of the other part.
    const end = run(CHOICES[0] as HighmemChoice, base + 1, 100 * US, { operations: 7 * among.length ** 2, among });
    expect(end.missing).toEqual([]);
    expectNothingLeft(end);
  });

  it('same seed, same run; another seed, another run', () => {
    const [one, again, other] = [7, 7, 8].map((seed) => {
      const { k, highmem, flips } = run(CHOICES[0] as HighmemChoice, seed, 200 * US, { operations: 60 });
      return JSON.stringify([k.engine.hash, k.engine.now, k.engine.events, highmem.stat, flips]);
    });
    expect(again).toBe(one);
    expect(other).not.toBe(one);
  });
});

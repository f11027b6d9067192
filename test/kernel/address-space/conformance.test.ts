// One suite for all variants of unmapped-area: random mmap, munmap and mprotect against the protection of every page.

import { describe, expect, it } from 'vitest';
import type { Random } from '../../../src/base/random.ts';
import { MS, SECOND, US } from '../../../src/base/time.ts';
import { TASK_SIZE, TASK_UNMAPPED_BASE } from '../../../src/kernel/address-space/mm-struct.ts';
import {
  do_page_fault,
  mmapFixed,
  sys_mmap2,
  sys_mprotect,
  sys_munmap,
} from '../../../src/kernel/address-space/mmap.ts';
import { checkInvariants } from '../../../src/kernel/mm/invariants.ts';
import type { Call } from '../../../src/machine/call.ts';
import type { Path } from '../../../src/machine/path.ts';
import { COND_RESCHED, sleepFor } from '../../../src/machine/wait.ts';
import { Exchanges } from '../../exchanges.ts';
import { every } from '../mm/small-kernel.ts';
import { PageModel, vmasOf } from './page-model.ts';
import { flipperOf, type SmallMm, smallMm, startTask, VARIANTS } from './small-mm.ts';

const base = Number(process.env['FC_SEED'] ?? 0);

/** Variants that always take the lowest place that fits. */
const FIRST_FIT: ReadonlySet<string> = new Set(['linear', 'lowest-hole', 'gap-tree']);

/** Pages that the random ranges stay below, so that they meet. */
const AREA = 400;

interface Range {
  readonly start: number;
  readonly pages: number;
}

const randomRange = (random: Random): Range => ({
  start: TASK_UNMAPPED_BASE + random.below(AREA),
  pages: 1 + random.below(20),
});

/** One task alone: after each operation the VMAs are what the model says. */
class Alone {
  readonly addresses: number[] = [];
  readonly model = new PageModel();
  private readonly on: SmallMm;
  private readonly random: Random;

  constructor(on: SmallMm) {
    this.on = on;
    this.random = on.k.engine.random('operations');
  }

  *life(c: Call, operations: number): Path {
    for (let left = operations; left > 0; left--) {
      yield* this.operation(c, this.random.below(10));
      expect(vmasOf(this.on.mm)).toEqual(this.model.expected(TASK_UNMAPPED_BASE + 2 * AREA));
      yield COND_RESCHED;
    }
  }

  private *operation(c: Call, draw: number): Path {
    if (draw < 4) yield* this.map(c);
    else if (draw < 5) yield* this.mapFixed(c);
    else if (draw < 8) yield* this.unmap(c);
    else yield* this.protect(c);
  }

  private *map(c: Call): Path {
    const { as, mm } = this.on;
    const pages = 1 + this.random.below(this.random.below(5) === 0 ? 30 : 4);
    const prot = this.random.below(3);
    const variant = as.area.variant.id;
    const expected = this.model.firstFit(pages);
    const start = yield* sys_mmap2(as, c, mm, pages, prot);
    if (FIRST_FIT.has(variant) && variant === as.area.variant.id) expect(start, variant).toBe(expected);
    expect(start).toBeGreaterThanOrEqual(TASK_UNMAPPED_BASE);
    expect(start + pages).toBeLessThanOrEqual(TASK_SIZE);
    expect(this.model.isFree(start, pages), `${pages} pages at ${start}`).toBe(true);
    this.model.set(start, pages, prot);
    this.addresses.push(start);
    // What would leave the small part of the address space that is looked at goes again.
    if (start + pages <= TASK_UNMAPPED_BASE + AREA) return;
    yield* sys_munmap(as, c, mm, TASK_UNMAPPED_BASE, start + pages - TASK_UNMAPPED_BASE);
    this.model.free(TASK_UNMAPPED_BASE, start + pages - TASK_UNMAPPED_BASE);
  }

  private *mapFixed(c: Call): Path {
    const { start, pages } = randomRange(this.random);
    const prot = this.random.below(3);
    const done = yield* mmapFixed(this.on.as, c, this.on.mm, { start, end: start + pages, prot });
    expect(done).toBe(true);
    this.model.set(start, pages, prot);
  }

  private *unmap(c: Call): Path {
    const { start, pages } = randomRange(this.random);
    yield* sys_munmap(this.on.as, c, this.on.mm, start, pages);
    this.model.free(start, pages);
  }

  private *protect(c: Call): Path {
    const { start, pages } = randomRange(this.random);
    const prot = this.random.below(3);
    const done = yield* sys_mprotect(this.on.as, c, this.on.mm, { start, end: start + pages, prot });
    expect(done).toBe(this.model.isMapped(start, pages));
    if (done) this.model.set(start, pages, prot);
  }
}

function runAlone(on: SmallMm, operations: number): Alone {
  const alone = new Alone(on);
  const isAlive = startTask(on, 'alone', (c) => alone.life(c, operations));
  runUntil(on, isAlive);
  return alone;
}

function runUntil({ k }: SmallMm, isAlive: () => boolean): void {
  every(k, 53 * US, () => {
    checkInvariants(k);
    return isAlive();
  });
  while (isAlive() && k.engine.now < 10 * SECOND) k.engine.run(k.engine.now + MS);
  if (isAlive()) throw new Error('tasks hang');
  checkInvariants(k);
}

/** Flips at random instants until the tasks have ended. */
function flipAtRandom(on: SmallMm, meanNs: number, isAlive: () => boolean): Exchanges {
  const random = on.k.engine.random('flips');
  const exchanges = new Exchanges(VARIANTS);
  const flip = flipperOf(on, () => next());
  const slot = on.k.engine.addSource({
    fire: () => {
      if (!isAlive()) return;
      flip(exchanges.next(on.as.area.variant.id, random));
    },
  });
  const next = (): void => on.k.engine.schedule(on.k.engine.now + 1 + random.expNs(meanNs), slot);
  next();
  return exchanges;
}

describe.each(VARIANTS)('%s', (variant) => {
  it.each([1, 2].map((seed) => base + seed))('finds room and keeps VMAs as the model does, seed %i', (seed) => {
    const { addresses } = runAlone(smallMm(variant, seed), 600);
    expect(addresses.length).toBeGreaterThan(200);
  });

  it('says that there is no room, and finds it again', () => {
    const on = smallMm(variant);
    const { as, mm } = on;
    const room = TASK_SIZE - TASK_UNMAPPED_BASE;
    const found: number[] = [];
    const isAlive = startTask(on, 'greedy', function* (c) {
      found.push(yield* sys_mmap2(as, c, mm, room - 5, 1));
      found.push(yield* sys_mmap2(as, c, mm, 6, 1));
      found.push(yield* sys_mmap2(as, c, mm, 5, 1));
      yield* sys_munmap(as, c, mm, TASK_UNMAPPED_BASE + 7, 6);
      found.push(yield* sys_mmap2(as, c, mm, 7, 1));
      found.push(yield* sys_mmap2(as, c, mm, 6, 1));
    });
    runUntil(on, isAlive);
    expect(found.map((start) => (start === 0 ? 'ENOMEM' : start - TASK_UNMAPPED_BASE))).toEqual([
      0,
      'ENOMEM',
      room - 5,
      'ENOMEM',
      7,
    ]);
    expect(vmasOf(mm)).toEqual([`${TASK_UNMAPPED_BASE}-${TASK_SIZE} 1`]);
  });
});

it.each(VARIANTS)('%s finds what it has skipped when there is nothing above', (variant) => {
  const on = smallMm(variant);
  const { as, mm } = on;
  const found: number[] = [];
  const isAlive = startTask(on, 'filler', function* (c) {
    yield* sys_mmap2(as, c, mm, TASK_SIZE - TASK_UNMAPPED_BASE, 1);
    for (const [at, pages] of [
      [20, 10],
      [7, 3],
    ] as const)
      yield* sys_munmap(as, c, mm, TASK_UNMAPPED_BASE + at, pages);
    for (const pages of [6, 4, 3, 1]) found.push((yield* sys_mmap2(as, c, mm, pages, 1)) - TASK_UNMAPPED_BASE);
  });
  runUntil(on, isAlive);
  expect(found).toEqual([20, 26, 7, -TASK_UNMAPPED_BASE]);
});

it('linear, lowest-hole and gap-tree give the same addresses for the same history', () => {
  const [linear, ...others] = [...FIRST_FIT].map((variant) => runAlone(smallMm(variant, base + 9), 500).addresses);
  for (const addresses of others) expect(addresses).toEqual(linear);
});

it.each([1, 2, 3].map((seed) => base + seed))('flips at random instants, one task, seed %i', (seed) => {
  const on = smallMm('linear', seed);
  const alone = new Alone(on);
  const isAlive = startTask(on, 'alone', (c) => alone.life(c, 1200));
  const exchanges = flipAtRandom(on, 100 * US, isAlive);
  runUntil(on, isAlive);
  expect(exchanges.missing).toEqual([]);
});

/** Several tasks: what one has mapped nobody else gets. */
function* mapAndUnmap(on: SmallMm, c: Call, random: Random, taken: PageModel): Path {
  const { as, mm } = on;
  const own: Range[] = [];
  for (let left = 300; left > 0; left--) {
    if (own.length < 8 && random.below(2) === 0) {
      const pages = 2 + random.below(10);
      const start = yield* sys_mmap2(as, c, mm, pages, 3);
      expect(taken.isFree(start, pages), `${pages} pages at ${start}`).toBe(true);
      taken.set(start, pages, 3);
      own.push({ start, pages });
      expect(yield* sys_mprotect(as, c, mm, { start, end: start + 1, prot: 0 })).toBe(true);
      yield* do_page_fault(as, c, mm, start + pages - 1);
    } else if (own.length > 0) {
      const [{ start, pages }] = own.splice(random.below(own.length), 1) as [Range];
      taken.free(start, pages);
      yield* sys_munmap(as, c, mm, start, pages);
    }
    if (random.below(4) === 0) yield sleepFor(1 + random.expNs(5 * US));
    yield COND_RESCHED;
  }
  for (const { start, pages } of own) {
    taken.free(start, pages);
    yield* sys_munmap(as, c, mm, start, pages);
  }
}

it.each([1, 2].map((seed) => base + seed))('flips at random instants under tasks on four CPUs, seed %i', (seed) => {
  const on = smallMm('gap-tree', seed);
  const taken = new PageModel();
  const tasks = [1, 2, 3, 4, 5, 6].map((id) =>
    startTask(on, `mapper${id}`, (c) => mapAndUnmap(on, c, on.k.engine.random(`mapper${id}`), taken)),
  );
  const isAlive = (): boolean => tasks.some((isOne) => isOne());
  const exchanges = flipAtRandom(on, 50 * US, isAlive);
  runUntil(on, isAlive);
  expect(exchanges.missing).toEqual([]);
  expect({ vmas: vmasOf(on.mm), count: on.mm.map_count, root: on.mm.root, inFlight: on.as.area.inFlight }).toEqual({
    vmas: [],
    count: 0,
    root: null,
    inFlight: 0,
  });
});

it('same seed, same run; another seed, another run', () => {
  const [one, again, other] = [7, 7, 8].map((seed) => {
    const on = smallMm('linear', seed);
    const { addresses } = runAlone(on, 200);
    return JSON.stringify([on.k.engine.hash, on.k.engine.now, on.as.stat, addresses]);
  });
  expect(again).toBe(one);
  expect(other).not.toBe(one);
});

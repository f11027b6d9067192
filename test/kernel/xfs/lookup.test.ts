// Tasks look up names at random in a few directories, on both architectures, with every combination of vmap's variants and with flips
// of all three at random instants: each must read the pages of its directory, nothing may stay mapped, and every lock is taken as
// often as the lookups ask for.

import { describe, expect, it } from 'vitest';
import type { Random } from '../../../src/base/random.ts';
import { MS, SECOND, US } from '../../../src/base/time.ts';
import type { Arch } from '../../../src/kernel/locking/arch.ts';
import { checkInvariants } from '../../../src/kernel/mm/invariants.ts';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import { current } from '../../../src/kernel/mm/task-struct.ts';
import { vm_unmap_aliases } from '../../../src/kernel/vmap/purge.ts';
import { sys_newstat } from '../../../src/kernel/xfs/lookup.ts';
import { Xfs, type XfsDir } from '../../../src/kernel/xfs/xfs.ts';
import { purge_addresses, xfsbufd } from '../../../src/kernel/xfs/xfs-buf.ts';
import type { Call } from '../../../src/machine/call.ts';
import type { Path } from '../../../src/machine/path.ts';
import { COND_RESCHED } from '../../../src/machine/wait.ts';
import { Flipper } from '../../../src/simulation/flipper.ts';
import { every } from '../mm/small-kernel.ts';
import {
  CHOICES,
  flipPart,
  PARTS,
  type SmallVmap,
  smallVmap,
  type VmapChoice,
  variantsOf,
} from '../vmap/small-vmap.ts';

const base = Number(process.env['FC_SEED'] ?? 0);

const TASKS = 6;
const LOOKUPS = 40;
const BLOCKS = 3;
const BATCH = 10;

class Stats {
  readonly xfs: Xfs;
  isBusy = true;
  private finished = 0;
  private readonly k: Kernel;
  private readonly dirs: readonly XfsDir[];

  constructor({ k, vmap }: SmallVmap, batch: number) {
    this.k = k;
    this.xfs = new Xfs(k, vmap, batch);
    this.dirs = [2, 4, 7, 1].map((pages) => this.xfs.newDir(BLOCKS, pages));
    for (let id = 0; id < TASKS; id++) {
      const random = k.engine.random(`stat${id}`);
      k.scheduler.wake(k.createTask(`stat${id}`, null, (c) => this.life(c, random)));
    }
  }

  private *life(c: Call, random: Random): Path {
    for (let left = LOOKUPS; left > 0; left--) {
      const dir = this.dirs[random.below(this.dirs.length)] as XfsDir;
      yield* sys_newstat(this.xfs, c, dir, random.below(8) === 0 ? 1 + random.expNs(50 * US) : 0);
      yield COND_RESCHED;
    }
    this.finished++;
    if (this.finished === TASKS) {
      yield* purge_addresses(this.xfs, c);
      yield* vm_unmap_aliases(this.xfs.vmap, c);
      this.isBusy = false;
    }
    this.k.tasks.delete(current(c));
  }
}

function run(choice: VmapChoice, seed: number, arch: Arch, { batch = BATCH, flipNs = 0 } = {}) {
  const on = smallVmap(choice, seed, arch);
  const { k, vmap } = on;
  const stats = new Stats(on, batch);
  const isBusy = (): boolean => stats.isBusy;
  const flips = flipNs > 0 ? flipAtRandom(on, flipNs, isBusy) : [];
  every(k, 371 * US, () => {
    checkInvariants(k);
    return isBusy();
  });
  while (isBusy() && k.engine.now < SECOND) k.engine.run(k.engine.now + MS);
  if (isBusy()) throw new Error(`seed ${seed}: tasks hang`);
  k.engine.run(k.engine.now + 20 * MS);
  checkInvariants(k);
  return { k, vmap, xfs: stats.xfs, flips };
}

function flipAtRandom({ k }: SmallVmap, meanNs: number, isBusy: () => boolean): readonly string[] {
  const random = k.engine.random('flips');
  const flips: string[] = [];
  const slot = k.engine.addSource({
    fire: () => {
      if (!isBusy()) return;
      const part = PARTS[random.below(PARTS.length)] as string;
      flipPart(flipper, k, part, variantsOf(part)[random.below(variantsOf(part).length)] as string);
      k.engine.schedule(k.engine.now + 1 + random.expNs(meanNs), slot);
    },
  });
  const flipper = new Flipper(k, ({ subsystem, to }) => flips.push(`${subsystem}=${to}`));
  k.engine.schedule(random.expNs(meanNs), slot);
  return flips;
}

/** What all lookups together must have done, whatever ran meanwhile. */
function expectAllDone({ k, vmap, xfs }: ReturnType<typeof run>): void {
  const all = TASKS * LOOKUPS;
  const taken = Object.fromEntries(k.lockClasses.all.map(({ name, acquisitions }) => [name, acquisitions]));
  expect({
    i_mutex: taken['i_mutex'],
    dcache_lock: taken['dcache_lock'],
    inode_lock: taken['inode_lock'],
    mappings: xfs.stat.mappings,
    maps: vmap.stat.maps,
    unmaps: vmap.stat.unmaps,
    mapped: vmap.pages.mapped,
    list: xfs.as_list.length,
  }).toEqual({
    i_mutex: all,
    dcache_lock: 4 * all,
    inode_lock: 2 * all,
    mappings: BLOCKS * all,
    maps: BLOCKS * all,
    unmaps: BLOCKS * all,
    mapped: 0,
    list: 0,
  });
}

const nameOf = (choice: VmapChoice): string => PARTS.map((part) => choice[part]).join(', ');

describe.each(['x86', 'ia64'] as const)('lookups on %s', (arch) => {
  it.each(CHOICES.map((choice) => [nameOf(choice), choice] as const))('%s', (_name, choice) => {
    expectAllDone(run(choice, base + 1, arch));
  });

  it.each([1, 2, 3].map((seed) => base + seed))('with flips at random instants, seed %i', (seed) => {
    const end = run(CHOICES[0] as VmapChoice, seed, arch, { flipNs: 150 * US });
    expect(end.flips.length).toBeGreaterThan(10);
    expectAllDone(end);
  });
});

const OLD: VmapChoice = { 'vmap-index': 'list', 'vmap-flush': 'eager', 'vmap-percpu': 'off' };
const NEW: VmapChoice = { 'vmap-index': 'rbtree', 'vmap-flush': 'lazy', 'vmap-percpu': 'on' };

it('collects addresses with vmap() only, and flushes as often as without collecting', () => {
  const [collected, atOnce, blocks] = [run(OLD, 1, 'ia64'), run(OLD, 1, 'ia64', { batch: 0 }), run(NEW, 1, 'ia64')];
  const { stat } = collected.xfs;
  // More than it waits for; several may add to the list before one of them looks.
  expect(stat.purged / stat.purges).toBeGreaterThan(BATCH);
  expect(stat.purged / stat.purges).toBeLessThan(BATCH + BLOCKS * TASKS);
  expect(stat.purged).toBe(BLOCKS * TASKS * LOOKUPS);
  expect(collected.vmap.stat.flushes).toBe(BLOCKS * TASKS * LOOKUPS);
  expect(atOnce.vmap.stat.flushes).toBe(BLOCKS * TASKS * LOOKUPS);
  expect([atOnce.xfs.stat.purged, blocks.xfs.stat.purged]).toEqual([0, 0]);
});

it('same seed, same run; another seed, another run', () => {
  const [one, again, other] = [7, 7, 8].map((seed) => {
    const { k, vmap, xfs, flips } = run(OLD, seed, 'ia64', { flipNs: 300 * US });
    return JSON.stringify([k.engine.hash, k.engine.now, k.engine.events, vmap.stat, xfs.stat, flips]);
  });
  expect(again).toBe(one);
  expect(other).not.toBe(one);
});

it('sleeps behind whoever is in the same directory, and with no other lock held', () => {
  const { k } = run(OLD, 1, 'ia64');
  const mutex = k.lockClasses.all.find(({ name }) => name === 'i_mutex');
  expect(mutex?.contentions).toBeGreaterThan(100);
  // The disk is waited for with the mutex held.
  expect(mutex?.hold.max).toBeGreaterThan(50 * US);
});

it('xfsbufd unmaps what has been collected once a second', () => {
  const { k, vmap } = smallVmap(OLD, 1, 'ia64');
  const xfs = new Xfs(k, vmap, 1000);
  const dir = xfs.newDir(BLOCKS, 2);
  k.scheduler.wake(
    k.createTask('stat', null, function* (c) {
      yield* sys_newstat(xfs, c, dir, 0);
    }),
  );
  k.scheduler.wake(k.createTask('xfsbufd', null, (c) => xfsbufd(xfs, c)));
  k.engine.run(0.9 * SECOND);
  expect([xfs.as_list.length, vmap.pages.mapped]).toEqual([BLOCKS, 2 * BLOCKS]);
  k.engine.run(1.1 * SECOND);
  expect([xfs.as_list.length, vmap.pages.mapped, xfs.stat.purges]).toEqual([0, 0, 1]);
});

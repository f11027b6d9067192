import { expect, it } from 'vitest';
import { MS } from '../../../src/base/time.ts';
import type { Figure } from '../../../src/engine/figure.ts';
import { type SpinLock, spin_lock, spin_unlock } from '../../../src/kernel/locking/spinlock.ts';
import { type AnonVma, childOf } from '../../../src/kernel/mm/anon-vma.ts';
import { memoryFigures, rmapFigures } from '../../../src/kernel/mm/figures.ts';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import { current } from '../../../src/kernel/mm/task-struct.ts';
import type { VmStat } from '../../../src/kernel/mm/vm-stat.ts';
import { sync } from '../../../src/machine/wait.ts';
import { smallKernel } from './small-kernel.ts';

const readings = (figures: readonly Figure[]): Record<string, number> =>
  Object.fromEntries(figures.map((figure) => [figure.id, figure.read()]));

/** Every counter has a number of its own, a MiB of 4-KB pages the more for each. */
function countApart({ stat }: Kernel): VmStat {
  for (const [nth, name] of Object.keys(stat).entries()) stat[name as keyof VmStat] = 256 * (nth + 1);
  return stat;
}

it('each figure of memory reads its own counter', () => {
  const k = smallKernel({ rmap: 'chain', memoryMib: 16 });
  const stat = countApart(k);
  k.swap.allocate(1);
  expect(readings(memoryFigures(k))).toEqual({
    'mem.free': 16,
    'mem.anon': stat.anonPages / 256,
    'mem.pageTables': stat.pageTables / 256,
    'mem.kernel': (stat.kernelStacks + stat.slabPages) / 256,
    'mem.swapUsed': 1 / 256,
    'mem.swapCache': stat.swapCachePages / 256,
    'reclaim.direct': stat.inDirectReclaim,
    'reclaim.scanned': stat.pgscan,
    'reclaim.freed': stat.pgsteal,
    'swap.in': stat.pswpin,
    'swap.out': stat.pswpout,
    'fault.all': stat.pgfault,
    'fault.major': stat.pgmajfault,
    'fork.rate': stat.forks,
    'oom.kills': stat.oomKills,
    'disk.queue': 0,
    'disk.util': 0,
    tasks: 1,
  });
});

/** A task of its own takes the lock and holds it for longer than the test looks. */
function hold(k: Kernel, lock: SpinLock): void {
  const task = k.createTask('t', null, function* (c) {
    yield* spin_lock(c, lock);
    c.spend(50 * MS);
    yield* sync(c);
    yield* spin_unlock(c, lock);
    k.tasks.delete(current(c));
  });
  k.scheduler.wake(task);
}

it('waiters on one family are the share of the one with the most, over all its locks, among the waiters of all classes', () => {
  const k = smallKernel({ rmap: 'chain', cpus: 16 });
  const root = (lineage: number): AnonVma => k.anonVmas.create('heap', { parent: null, lineage, isShared: false });
  const [few, most, middling] = [root(7), root(8), root(9)];
  const child = k.anonVmas.create('heap', childOf(most));
  const lru = k.zone.lru_lock;
  // Those who come first have the locks and wait for nobody.
  const steps = [[few, most, child, middling, lru], [few], [lru], [most, most, child, middling, middling, lru]];
  const shares = steps.map((wanted) => {
    for (const lock of wanted) hold(k, lock);
    k.engine.run(k.engine.now + MS);
    return readings(rmapFigures(k))['rmap.familyWaiters'];
  });
  expect(shares).toEqual([0, 1, 1 / 2, 3 / 8]);
});

// What the memory management lets be observed.

import { SECOND } from '../../base/time.ts';
import { type Figure, mean, rate, value } from '../../engine/figure.ts';
import { AnonVma } from './anon-vma.ts';
import type { Kernel } from './kernel.ts';

const WINDOW = 10 * SECOND;

const overWindow = (...figures: readonly Figure[]): readonly Figure[] =>
  figures.map((figure) => ({ ...figure, windowNs: WINDOW }));

export function memoryFigures(k: Kernel): readonly Figure[] {
  const { stat, zone, swap } = k;
  const mib = (pages: number): number => k.mib(pages);
  return overWindow(
    value('mem.free', 'free', 'MiB', 'free page frames', () => mib(zone.freePages + zone.stockedPages)),
    value('mem.anon', 'anon', 'MiB', 'mapped anonymous pages', () => mib(stat.anonPages)),
    value('mem.pageTables', 'page tables', 'MiB', 'page table pages', () => mib(stat.pageTables)),
    value('mem.kernel', 'kernel', 'MiB', 'kernel stacks and slabs', () => mib(stat.kernelStacks + stat.slabPages)),
    value('mem.swapUsed', 'swap used', 'MiB', 'swap slots in use', () => mib(swap.used)),
    value('mem.swapCache', 'swap cache', 'MiB', 'pages that are in memory and in swap', () => mib(stat.swapCachePages)),
    value(
      'reclaim.direct',
      'direct reclaim',
      'tasks',
      'tasks that free memory themselves now',
      () => stat.inDirectReclaim,
    ),
    rate('reclaim.scanned', 'scanned', 'pages/s', 'pages looked at by reclaim', () => stat.pgscan),
    rate('reclaim.freed', 'freed', 'pages/s', 'pages freed by reclaim', () => stat.pgsteal),
    rate('swap.in', 'swap in', 'pages/s', 'pages read from swap', () => stat.pswpin),
    rate('swap.out', 'swap out', 'pages/s', 'pages written to swap', () => stat.pswpout),
    rate('fault.all', 'faults', '/s', 'page faults', () => stat.pgfault),
    rate('fault.major', 'major faults', '/s', 'page faults that read the disk', () => stat.pgmajfault),
    rate('fork.rate', 'forks', '/s', 'forks', () => stat.forks),
    value('oom.kills', 'OOM kills', 'tasks', 'tasks killed because memory and swap were full', () => stat.oomKills),
    value('disk.queue', 'disk queue', 'requests', 'requests queued or served', () => k.disk.queued),
    {
      ...rate('disk.util', 'disk busy', '%', 'share of time that the spindles were busy', () => k.disk.busyNs()),
      scale: 1 / (SECOND * k.disk.spindleCount),
    },
    value('tasks', 'tasks', 'tasks', 'live tasks and zombies', () => k.tasks.size),
  );
}

/**
 * Of all tasks that wait for any lock now, the largest share that waits for anon_vmas which began in one process, whatever the kind
 * of their locks.
 */
function familyWaiters(k: Kernel): number {
  const byFamily = new Map<number, number>();
  for (const { contended } of k.lockClasses.all)
    for (const lock of contended) {
      if (!(lock.owner instanceof AnonVma)) continue;
      const { lineage } = lock.owner;
      byFamily.set(lineage, (byFamily.get(lineage) ?? 0) + lock.waiters().length);
    }
  const all = k.lockClasses.all.reduce((sum, lockClass) => sum + lockClass.waiters, 0);
  return all === 0 ? 0 : Math.max(0, ...byFamily.values()) / all;
}

export function rmapFigures(k: Kernel): readonly Figure[] {
  const { stat, anonVmas } = k;
  return overWindow(
    mean('rmap.walkMean', 'VMAs per walk', 'VMAs', 'VMAs visited per walk of the reverse map', {
      read: () => stat.visited,
      per: () => stat.walks,
    }),
    mean('rmap.listMean', 'list walked', 'VMAs', 'VMAs on the list behind a walked page', {
      read: () => stat.listLengths,
      per: () => stat.walks,
    }),
    value(
      'rmap.familyWaiters',
      'waiters on one family',
      '%',
      'share of all lock waiters that wait for one family of anon_vmas',
      () => familyWaiters(k),
    ),
    rate('rmap.walks', 'walks', '/s', 'walks of the reverse map', () => stat.walks),
    value('rmap.anonVmas', 'anon_vmas', '', 'anon_vmas alive', () => anonVmas.live),
    rate(
      'rmap.reused',
      'anon_vmas reused',
      '/s',
      'VMAs that fork gave an anon_vma of the family',
      () => anonVmas.reused,
    ),
    mean(
      'rmap.growthShare',
      'locks for growth',
      '%',
      'share of the takings of anon_vma locks by VMAs whose end moves up: heap growth',
      { read: () => anonVmas.growthLocks, per: () => anonVmas.kind.lockClass.acquisitions },
    ),
    value('rmap.sharedShare', 'pages on shared lists', '%', 'share of anonymous pages behind a family list', () =>
      anonVmas.pages === 0 ? 0 : anonVmas.sharedPages / anonVmas.pages,
    ),
  );
}

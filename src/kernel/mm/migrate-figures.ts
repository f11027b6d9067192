// What moving pages lets be observed.

import { type Figure, mean, rate, value } from '../../engine/figure.ts';
import type { Kernel } from './kernel.ts';
import type { Migration } from './migration.ts';

export function migrateFigures(k: Kernel, { stat }: Migration): readonly Figure[] {
  const perTwoMb = k.pagesPerPmd;
  const taken = k.rmapLock?.taken ?? { walk: 0, remap: 0 };
  const perMoved = (id: string, label: string, help: string, read: () => number): Figure =>
    mean(id, label, '', help, { read: () => read() * perTwoMb, per: () => stat.moved });
  return [
    rate('migrate.moved', 'moved', '/s', 'pages moved to another node', () => stat.moved),
    rate(
      'migrate.hintFaults',
      'hint entries',
      '/s',
      'prot-none entries that a fault made usable again',
      () => stat.hintFaults,
    ),
    rate('migrate.again', 'tried again', '/s', 'pages that were unmapped in vain, an entry was left', () => stat.again),
    rate(
      'migrate.entryWaits',
      'waits for pages',
      '/s',
      'faults on migration entries: sleeps until the page has been moved',
      () => stat.entryWaits,
    ),
    value(
      'migrate.tasksPlaced',
      'tasks placed',
      'tasks',
      'times that a task was sent to the node of its memory, or made room for one; since the run began',
      () => stat.tasksPlaced,
    ),
    value('migrate.failed', 'not moved', 'pages', 'pages that stayed where they were', () => stat.failed),
    perMoved(
      'migrate.locksPer2M',
      'locks per 2 MB',
      'acquisitions of the rmap lock for 2 MB moved',
      () => taken.walk + taken.remap,
    ),
    perMoved('migrate.flushesPer2M', 'flushes per 2 MB', 'TLB flushes for 2 MB moved', () => stat.flushes),
  ];
}

// What high memory lets be observed.

import { MS } from '../../base/time.ts';
import { type Figure, mean, rate, value } from '../../engine/figure.ts';
import type { Highmem } from './highmem.ts';

export const highmemFigures = (highmem: Highmem): readonly Figure[] => [
  ...addressFigures(highmem),
  ...sinceStart(highmem),
  ...overWindow(highmem),
];

function addressFigures({ pools, slots, kmap }: Highmem): readonly Figure[] {
  const used = (): number =>
    pools.reduce((sum, pool) => sum + pool.usage().used, 0) +
    slots.reduce((sum, { page, free }) => sum + page.length - free, 0);
  const addresses = (): number =>
    kmap.variant.usesSlots
      ? slots.reduce((sum, { page }) => sum + page.length, 0)
      : pools.reduce((sum, { size }) => sum + size, 0);
  return [
    value('kmap.used', 'in use', '', 'entries and slots that somebody uses', used),
    value(
      'kmap.addresses',
      'addresses',
      '',
      'set aside for kmap: entries of all pools, or slots of all CPUs',
      addresses,
    ),
    value('kmap.cached', 'cached', '', 'entries that nobody uses and that are still mapped', () =>
      pools.reduce((sum, pool) => sum + pool.usage().cached, 0),
    ),
  ];
}

function sinceStart({ stat, pools, slots, kmap_lock: { lockClass } }: Highmem): readonly Figure[] {
  const waits = (): number => [...pools, ...slots].reduce((sum, { overflow }) => sum + overflow.waits, 0);
  const holdMax = (): number => lockClass.hold.max / MS;
  return [
    value('kmap.holdMax', 'longest hold', 'ms', 'longest hold of kmap_lock since the run began', holdMax),
    value('kmap.passes', 'flushes', '', 'flushes of all TLBs since the run began', () => stat.passes),
    value('kmap.overflows', 'waits for a place', '', 'times that no entry or slot was free', waits),
  ];
}

function overWindow(highmem: Highmem): readonly Figure[] {
  const { stat } = highmem;
  const { lockClass } = highmem.kmap_lock;
  const kmaps = (): number => stat.kmaps;
  const passes = (): number => stat.passes;
  const spinHelp = 'time spent waiting for kmap_lock, as a share of what readprofile counts: kernel and idle';
  return [
    rate('kmap.rate', 'kmaps', '/s', 'pages that got an address', kmaps),
    rate('kmap.passRate', 'flushes', '/s', 'passes over a pool, each with a flush of all TLBs', passes),
    mean('kmap.nsPerKmap', 'ns per kmap', 'ns', 'time of a kmap and its kunmap, waiting included', {
      read: () => stat.ns,
      per: kmaps,
    }),
    mean('kmap.passTime', 'length of a pass', 'ms', 'a pass over a pool with its flush, kmap_lock held', {
      read: () => stat.passNs / MS,
      per: passes,
    }),
    mean('kmap.missShare', 'misses', '%', 'kmaps for which no mapping was there', {
      read: () => stat.misses,
      per: kmaps,
    }),
    mean('kmap.missesPerPass', 'misses per flush', '', 'kmaps that missed per pass over a pool', {
      read: () => stat.missesAtPass,
      per: passes,
    }),
    mean('kmap.spinShare', 'spinning, of kernel and idle', '%', spinHelp, {
      read: () => lockClass.waitArea(highmem.k.engine.now),
      per: () => highmem.profiledNs(),
    }),
  ];
}

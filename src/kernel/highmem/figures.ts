// What high memory lets be observed.

import { type Figure, value } from '../../engine/figure.ts';
import type { Highmem } from './highmem.ts';

const MS = 1e6;

export function highmemFigures(highmem: Highmem): readonly Figure[] {
  const { stat, pools, slots, kmap } = highmem;
  const { lockClass } = highmem.kmap_lock;
  const waits = (): number => [...pools, ...slots].reduce((sum, { overflow }) => sum + overflow.waits, 0);
  const used = (): number =>
    pools.reduce((sum, pool) => sum + pool.usage().used, 0) +
    slots.reduce((sum, { page, free }) => sum + page.length - free, 0);
  const rate = (id: string, label: string, help: string, read: () => number): Figure => ({
    ...value(`kmap.${id}`, label, '/s', help, read),
    kind: 'rate',
  });
  return [
    value('kmap.used', 'in use', '', 'entries and slots that somebody uses', used),
    value('kmap.addresses', 'addresses', '', 'set aside for kmap: entries of all pools, or slots of all CPUs', () =>
      kmap.variant.id === 'percpu'
        ? slots.reduce((sum, { page }) => sum + page.length, 0)
        : pools.reduce((sum, { size }) => sum + size, 0),
    ),
    value('kmap.cached', 'cached', '', 'entries that nobody uses and that are still mapped', () =>
      pools.reduce((sum, pool) => sum + pool.usage().cached, 0),
    ),
    value(
      'kmap.holdMax',
      'longest hold',
      'ms',
      'longest hold of kmap_lock since the run began',
      () => lockClass.hold.max / MS,
    ),
    value('kmap.passes', 'flushes', '', 'flushes of all TLBs since the run began', () => stat.passes),
    value('kmap.overflows', 'waits for a place', '', 'times that no entry or slot was free', waits),
    rate('rate', 'kmaps', 'pages that got an address', () => stat.kmaps),
    rate('passRate', 'flushes', 'passes over a pool, each with a flush of all TLBs', () => stat.passes),
    {
      ...value('kmap.nsPerKmap', 'ns per kmap', 'ns', 'time of a kmap and its kunmap, waiting included', () => stat.ns),
      kind: 'mean',
      per: () => stat.kmaps,
    },
    {
      ...value(
        'kmap.passTime',
        'length of a pass',
        'ms',
        'pass over a pool with its flush, kmap_lock held',
        () => stat.passNs / MS,
      ),
      kind: 'mean',
      per: () => stat.passes,
    },
    {
      ...value('kmap.missShare', 'misses', '%', 'kmaps for which no mapping was there', () => stat.misses),
      kind: 'mean',
      per: () => stat.kmaps,
    },
    {
      ...value(
        'kmap.missesPerPass',
        'misses per flush',
        '',
        'kmaps that missed per pass over a pool',
        () => stat.missesAtPass,
      ),
      kind: 'mean',
      per: () => stat.passes,
    },
    {
      ...value(
        'kmap.spinShare',
        'spinning, of kernel and idle',
        '%',
        'time spent waiting for kmap_lock, as a share of what readprofile counts: kernel and idle',
        () => lockClass.waitArea(highmem.k.engine.now),
      ),
      kind: 'mean',
      per: () => highmem.profiledNs(),
    },
  ];
}

// What address spaces with very many VMAs let be observed.

import { type Figure, mean, value } from '../../engine/figure.ts';
import type { AddressSpaces } from './address-spaces.ts';

const BYTES_PER_MIB = 2 ** 20;

export function mmapFigures(as: AddressSpaces): readonly Figure[] {
  const { stat, cache, costs } = as;
  const vmas = (): number => as.mms.reduce((sum, { map_count }) => sum + map_count, 0);
  const bytes = (): number => costs.vmaBytes + (as.area.variant.augments ? costs.gapBytes : 0);
  return [
    value('mmap.vmas', 'VMAs', '', 'VMAs of all address spaces', vmas),
    value(
      'mmap.vmaMemory',
      'VMA memory',
      'MiB',
      'vm_area_structs without what slabs round up to',
      () => (vmas() * bytes()) / BYTES_PER_MIB,
    ),
    mean('mmap.visited', 'VMAs per search', '', 'VMAs visited to find room for a mapping', {
      read: () => stat.visited,
      per: () => stat.searches,
    }),
    mean('mmap.lines', 'lines per mmap', '', 'cache lines of VMAs used per new mapping', {
      read: () => cache.hits + cache.misses,
      per: () => stat.mmaps,
    }),
    mean('mmap.missShare', 'lines from memory', '%', 'share of these lines that were not in the L2', {
      read: () => cache.misses,
      per: () => cache.hits + cache.misses,
    }),
  ];
}

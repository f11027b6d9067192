// What the kernel's mappings let be observed.

import { type Figure, value } from '../../engine/figure.ts';
import type { Vmap } from './vmap.ts';

export function vmapFigures(vmap: Vmap): readonly Figure[] {
  const { stat } = vmap;
  return [
    value('vmap.areas', 'areas', '', 'areas in the index, lazily freed ones included', () => count(vmap)),
    value('vmap.lazy', 'lazily freed', 'MiB', 'address space that waits for a purge', () => vmap.k.mib(vmap.lazyPages)),
    value('vmap.blocks', 'blocks', '', 'blocks of 4 MB that CPUs carve small mappings out of', () => vmap.blocks.size),
    value('vmap.flushes', 'global flushes', '', 'flushes of all TLBs since the run began', () => stat.flushes),
    {
      ...value('vmap.flushRate', 'global flushes', '/s', 'flushes of all TLBs', () => stat.flushes),
      kind: 'rate',
    },
    {
      ...value('vmap.holeSteps', 'areas per search', '', 'areas visited to find a hole', () => stat.holeSteps),
      kind: 'mean',
      per: () => stat.holeSearches,
    },
    {
      ...value('vmap.opsPerFlush', 'ops per flush', '', 'mappings undone per global flush', () => stat.unmapsAtFlush),
      kind: 'mean',
      per: () => stat.flushes,
    },
  ];
}

const count = (vmap: Vmap): number => vmap.index.variant.areas().length;

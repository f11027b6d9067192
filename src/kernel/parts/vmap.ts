// The kernel's own mappings.

import { VMAP_COSTS } from '../vmap/costs.ts';
import { Vmap } from '../vmap/vmap.ts';
import { createFlush, VMAP_FLUSH_VARIANTS } from '../vmap-flush/index.ts';
import { VmapFlushSubsystem } from '../vmap-flush/vmap-flush.ts';
import { createIndex, VMAP_INDEX_VARIANTS } from '../vmap-index/index.ts';
import { VmapIndexSubsystem } from '../vmap-index/vmap-index.ts';
import { createPercpu, VMAP_PERCPU_VARIANTS } from '../vmap-percpu/index.ts';
import { VmapPercpuSubsystem } from '../vmap-percpu/vmap-percpu.ts';
import type { Part } from './part.ts';

export const VMAP: Part = {
  variants: {
    'vmap-index': Object.keys(VMAP_INDEX_VARIANTS),
    'vmap-flush': Object.keys(VMAP_FLUSH_VARIANTS),
    'vmap-percpu': Object.keys(VMAP_PERCPU_VARIANTS),
  },
  costs: VMAP_COSTS,
  create: (variant, { vmallocPages }) => ({
    vmap: (k) =>
      new Vmap(
        k,
        {
          index: (vmap) => createIndex(vmap, variant('vmap-index'), []),
          flush: (vmap) => createFlush(vmap, variant('vmap-flush')),
          percpu: (vmap) => createPercpu(vmap, variant('vmap-percpu')),
        },
        vmallocPages,
      ),
  }),
  subsystems: ({ vmap }) =>
    vmap === null ? [] : [new VmapIndexSubsystem(vmap), new VmapFlushSubsystem(vmap), new VmapPercpuSubsystem(vmap)],
};

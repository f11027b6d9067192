// What the kernel's mappings let be observed.

import { type Figure, mean, rate, value } from '../../engine/figure.ts';
import { NodesBelow } from '../../engine/nodes-below.ts';
import { type Sym, symbols } from '../../engine/symbols.ts';
import type { Vmap } from './vmap.ts';

const S = symbols('vmap', 'vunmap', 'vm_map_ram', 'vm_unmap_ram');

export function vmapFigures(vmap: Vmap): readonly Figure[] {
  const { stat, k } = vmap;
  const { tree } = k.engine;
  const entries = new Set<Sym>(Object.values(S));
  const inside = new NodesBelow(tree, (sym) => entries.has(sym));
  return [
    value('vmap.areas', 'areas', '', 'areas in the index, lazily freed ones included', () => count(vmap)),
    value('vmap.lazy', 'lazily freed', 'MiB', 'address space that waits for a purge', () => vmap.k.mib(vmap.lazyPages)),
    value('vmap.blocks', 'blocks', '', 'blocks of 4 MB that CPUs carve small mappings out of', () => vmap.blocks.size),
    value('vmap.flushes', 'global flushes', '', 'flushes of all TLBs since the run began', () => stat.flushes),
    rate('vmap.flushRate', 'global flushes', '/s', 'flushes of all TLBs', () => stat.flushes),
    mean('vmap.share', 'vmap', '%', 'CPU time, idle time included, in mapping and unmapping', {
      read: () => inside.sum((node) => tree.ns[node] as number),
      per: () => k.engine.now * k.cpus.length,
    }),
    mean('vmap.holeSteps', 'areas per search', '', 'areas visited to find a hole', {
      read: () => stat.holeSteps,
      per: () => stat.holeSearches,
    }),
    mean('vmap.opsPerFlush', 'ops per flush', '', 'mappings undone per global flush', {
      read: () => stat.unmapsAtFlush,
      per: () => stat.flushes,
    }),
  ];
}

const count = (vmap: Vmap): number => vmap.index.variant.areas().length;

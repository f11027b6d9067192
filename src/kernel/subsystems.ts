// The switchable subsystems and their variants, oldest first: the ids that files, screen and command line use.

import { KMAP_COSTS } from './highmem/costs.ts';
import { Highmem, type HighmemVariants } from './highmem/highmem.ts';
import { createKmap, KMAP_VARIANTS } from './kmap/index.ts';
import { KmapSubsystem } from './kmap/kmap.ts';
import { Kernel, type KernelParts } from './mm/kernel.ts';
import type { Subsystem } from './mm/subsystem.ts';
import { createPteHighmem, PTE_HIGHMEM_VARIANTS } from './pte-highmem/index.ts';
import { PteHighmemSubsystem } from './pte-highmem/pte-highmem.ts';
import { createRmap, RMAP_VARIANTS } from './rmap/index.ts';
import { Rmap } from './rmap/rmap.ts';
import { VMAP_COSTS } from './vmap/costs.ts';
import { Vmap, type VmapVariants } from './vmap/vmap.ts';
import { createFlush, VMAP_FLUSH_VARIANTS } from './vmap-flush/index.ts';
import { VmapFlushSubsystem } from './vmap-flush/vmap-flush.ts';
import { createIndex, VMAP_INDEX_VARIANTS } from './vmap-index/index.ts';
import { VmapIndexSubsystem } from './vmap-index/vmap-index.ts';
import { createPercpu, VMAP_PERCPU_VARIANTS } from './vmap-percpu/index.ts';
import { VmapPercpuSubsystem } from './vmap-percpu/vmap-percpu.ts';

export const SUBSYSTEMS: Readonly<Record<string, readonly string[]>> = {
  rmap: Object.keys(RMAP_VARIANTS),
  'vmap-index': Object.keys(VMAP_INDEX_VARIANTS),
  'vmap-flush': Object.keys(VMAP_FLUSH_VARIANTS),
  'vmap-percpu': Object.keys(VMAP_PERCPU_VARIANTS),
  kmap: Object.keys(KMAP_VARIANTS),
  'pte-highmem': Object.keys(PTE_HIGHMEM_VARIANTS),
};

/** Subsystems that a machine has only if its scenario's variants name them -> the costs that it must state then. */
export const OPTIONAL_SUBSYSTEMS: Readonly<Record<string, readonly string[]>> = {
  'vmap-index': VMAP_COSTS,
  'vmap-flush': VMAP_COSTS,
  'vmap-percpu': VMAP_COSTS,
  kmap: KMAP_COSTS,
  'pte-highmem': KMAP_COSTS,
};

/** Variants by subsystem; one that the kernel has and that is not chosen runs as its oldest. */
export type Chosen = Readonly<Record<string, string>>;

export function createKernel(parts: KernelParts, chosen: Chosen): Kernel {
  const variant = (subsystem: string): string => chosen[subsystem] ?? SUBSYSTEMS[subsystem]?.[0] ?? '';
  const hasHighmem = ['kmap', 'pte-highmem'].some((id) => Object.hasOwn(chosen, id));
  const hasVmap = ['vmap-index', 'vmap-flush', 'vmap-percpu'].some((id) => Object.hasOwn(chosen, id));
  return new Kernel(parts, {
    rmap: (k) => createRmap(k, variant('rmap')),
    ...(hasVmap ? { vmap: (k: Kernel) => createVmap(k, variant, parts.vmallocPages) } : {}),
    ...(hasHighmem ? { highmem: (k: Kernel) => createHighmem(k, variant, parts) } : {}),
  });
}

function createVmap(k: Kernel, variant: (subsystem: string) => string, pages: number | undefined): Vmap {
  const variants: VmapVariants = {
    index: (vmap) => createIndex(vmap, variant('vmap-index'), []),
    flush: (vmap) => createFlush(vmap, variant('vmap-flush')),
    percpu: (vmap) => createPercpu(vmap, variant('vmap-percpu')),
  };
  return new Vmap(k, variants, pages);
}

function createHighmem(k: Kernel, variant: (subsystem: string) => string, { highmem }: KernelParts): Highmem {
  const variants: HighmemVariants = {
    kmap: (on) => createKmap(on, variant('kmap')),
    pteHighmem: (on) => createPteHighmem(on, variant('pte-highmem')),
  };
  return new Highmem(k, variants, highmem);
}

/** All that can be flipped in a kernel. */
export function createSubsystems(k: Kernel): readonly Subsystem[] {
  const { vmap, highmem } = k;
  const ofVmap =
    vmap === null ? [] : [new VmapIndexSubsystem(vmap), new VmapFlushSubsystem(vmap), new VmapPercpuSubsystem(vmap)];
  const ofHighmem = highmem === null ? [] : [new KmapSubsystem(highmem), new PteHighmemSubsystem(highmem)];
  return [new Rmap(k), ...ofVmap, ...ofHighmem];
}

// The switchable subsystems and their variants, oldest first: the ids that files, screen and command line use.

import { AddressSpaces } from './address-space/address-spaces.ts';
import { MMAP_COSTS } from './address-space/costs.ts';
import { KMAP_COSTS } from './highmem/costs.ts';
import { Highmem, type HighmemVariants } from './highmem/highmem.ts';
import { createKmap, KMAP_VARIANTS } from './kmap/index.ts';
import { KmapSubsystem } from './kmap/kmap.ts';
import { LOCK_COST_NAMES, LOCK_COSTS, LOCK_PREFIX } from './lock-kind/costs.ts';
import { createLock, LOCK_KIND_VARIANTS } from './lock-kind/index.ts';
import { LockKindSubsystem } from './lock-kind/lock-kind.ts';
import { LockSite } from './locking/section-lock.ts';
import { costGroup } from './mm/costs.ts';
import { Kernel, type KernelParts, type LoopLock } from './mm/kernel.ts';
import type { Subsystem } from './mm/subsystem.ts';
import { createPteHighmem, PTE_HIGHMEM_VARIANTS } from './pte-highmem/index.ts';
import { PteHighmemSubsystem } from './pte-highmem/pte-highmem.ts';
import { createRmap, RMAP_VARIANTS } from './rmap/index.ts';
import { Rmap } from './rmap/rmap.ts';
import { createUnmappedArea, UNMAPPED_AREA_VARIANTS } from './unmapped-area/index.ts';
import { UnmappedAreaSubsystem } from './unmapped-area/unmapped-area.ts';
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
  'lock-kind': Object.keys(LOCK_KIND_VARIANTS),
  'unmapped-area': Object.keys(UNMAPPED_AREA_VARIANTS),
  kmap: Object.keys(KMAP_VARIANTS),
  'pte-highmem': Object.keys(PTE_HIGHMEM_VARIANTS),
};

/** Subsystems that a machine has only if its scenario's variants name them -> the costs that it must state then. */
export const OPTIONAL_SUBSYSTEMS: Readonly<Record<string, readonly string[]>> = {
  'vmap-index': VMAP_COSTS,
  'vmap-flush': VMAP_COSTS,
  'vmap-percpu': VMAP_COSTS,
  'lock-kind': LOCK_COSTS,
  'unmapped-area': MMAP_COSTS,
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
    ...(Object.hasOwn(chosen, 'lock-kind') ? { loopLock: (k: Kernel) => createLoopLock(k, variant('lock-kind')) } : {}),
    ...(Object.hasOwn(chosen, 'unmapped-area')
      ? { addressSpaces: (k: Kernel) => new AddressSpaces(k, (as) => createUnmappedArea(as, variant('unmapped-area'))) }
      : {}),
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

function createLoopLock(k: Kernel, kind: string): LoopLock {
  const { sleep, wake } = costGroup(LOCK_COST_NAMES, k.costOf, LOCK_PREFIX);
  const costs = { atomicNs: k.atomicNs, slowNs: sleep, wakeNs: wake };
  const site = new LockSite(costs, k.engine.random('lock-kind'), k.lockClasses.all);
  return { site, gate: k.createGate(createLock(site, kind)) };
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
  const { vmap, loopLock, addressSpaces, highmem } = k;
  const ofVmap =
    vmap === null ? [] : [new VmapIndexSubsystem(vmap), new VmapFlushSubsystem(vmap), new VmapPercpuSubsystem(vmap)];
  const ofLoop = loopLock === null ? [] : [new LockKindSubsystem(loopLock)];
  const ofMmap = addressSpaces === null ? [] : [new UnmappedAreaSubsystem(addressSpaces)];
  const ofHighmem = highmem === null ? [] : [new KmapSubsystem(highmem), new PteHighmemSubsystem(highmem)];
  return [new Rmap(k), ...ofVmap, ...ofLoop, ...ofMmap, ...ofHighmem];
}

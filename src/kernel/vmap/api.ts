// What the three switchable parts of vmap ask of each other.
//
// Whoever calls one of these is inside all three gates (Vmap.enter) and holds no lock.

import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import type { Pfn } from '../mm/page.ts';
import type { VmapArea, Vpn } from './vmap-area.ts';

/** vmap-index: where areas are found, and holes for new ones. */
export interface VmapIndex {
  readonly id: string;
  /** An area for vmap(): `pages` and a guard page behind them. Null when no hole is large enough. */
  get_vm_area(c: Call, pages: number): Path<VmapArea | null>;
  /** An area of a vmap block, which starts at a multiple of `align` pages. */
  alloc_vmap_area(c: Call, pages: number, align: number): Path<VmapArea | null>;
  find_vmap_area(c: Call, start: Vpn): Path<VmapArea | null>;
  /** Takes the area at `start` out after `unmap`, which runs where this kernel ran it: under the lock or not. */
  remove_vm_area(c: Call, start: Vpn, unmap: (c: Call, area: VmapArea) => Path): Path;
  /** The owner of a vmap() lets its lazily freed area go. */
  unlink_vm_area(c: Call, area: VmapArea): Path;
  /** Purged areas are free again. */
  free_vmap_areas(c: Call, areas: readonly VmapArea[]): Path;
  /** Areas that a purge looks at when `lazy` of them are lazily freed. */
  purgeSteps(lazy: number): number;
  /** All areas, by address. */
  areas(): readonly VmapArea[];
}

/** vmap-flush: when unmapped translations leave the TLBs. */
export interface VmapFlush {
  readonly id: string;
  /** Unmapped areas wait for a purge. */
  readonly letsWait: boolean;
  /** vunmap(): the area at `start` goes. */
  vunmap(c: Call, start: Vpn): Path;
  /** The area of a vmap block goes. */
  free_unmap_vmap_area(c: Call, area: VmapArea): Path;
}

/** vmap-percpu: what maps and unmaps a few pages. */
export interface VmapPercpu {
  readonly id: string;
  /** Small mappings come out of blocks of the CPU. */
  readonly usesBlocks: boolean;
  /** First page of the mapping, or 0 when there is no room. */
  map_ram(c: Call, pages: readonly Pfn[]): Path<Vpn>;
  unmap_ram(c: Call, start: Vpn, count: number): Path;
}

// Vmap blocks: each CPU carves small mappings out of blocks of its own, front to back. What was unmapped is dirty and is
// never used again inside the block; when all of it is dirty the whole block goes, with one area to free and flush.
//
// * VmapBlock.lock protects free, dirty and the bitmaps. A block may be unmapped from by any CPU.
// * VmapBlockQueue.lock protects the list of blocks with free pages; only its own CPU takes from it.
// * vmap_block_tree_lock protects the tree of blocks for writers; readers look without lock (RCU).

import { CacheLine } from '../../machine/cache-line.ts';
import { type SpinKind, SpinLock } from '../locking/spinlock.ts';
import { RegionMap } from './region-map.ts';
import type { VmapArea, Vpn } from './vmap-area.ts';

/** VMAP_BBMAP_BITS on 64 bits: a block has so many pages. */
export const VMAP_BBMAP_BITS = 1024;
/** BITS_PER_LONG: larger mappings are areas of their own. */
export const VMAP_MAX_ALLOC = 64;

export class VmapBlock {
  readonly area: VmapArea;
  readonly queue: VmapBlockQueue;
  readonly lock: SpinLock;
  readonly alloc_map = new RegionMap(VMAP_BBMAP_BITS);
  readonly dirty_map = new RegionMap(VMAP_BBMAP_BITS);
  /** Pages never handed out, and pages handed out and given back. */
  free = VMAP_BBMAP_BITS;
  dirty = 0;
  /** The line of the counters and of the lock's neighbours. */
  readonly line = new CacheLine();

  constructor(area: VmapArea, queue: VmapBlockQueue, kind: SpinKind) {
    this.area = area;
    this.queue = queue;
    this.lock = new SpinLock(kind);
  }
}

export class VmapBlockQueue {
  readonly lock: SpinLock;
  /** Blocks with free pages; the newest first. */
  readonly free: VmapBlock[] = [];

  constructor(kind: SpinKind) {
    this.lock = new SpinLock(kind);
  }
}

/** Number of a block in the tree. */
export const addr_to_vb_idx = (vpn: Vpn): number => Math.floor(vpn / VMAP_BBMAP_BITS);

/** get_order(): the smallest power of two that is not below `pages`, as exponent. */
export function get_order(pages: number): number {
  let order = 0;
  while (1 << order < pages) order++;
  return order;
}

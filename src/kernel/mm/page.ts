// Page frames: struct page of every frame of a node, as columns.
//
// Protected by: mapcount, flags PG.referenced and PG.dirty: atomic in the kernel, changed at one instant here. LRU links
// and the number of the list: zone.lru_lock. mapping, index: PG.locked, or the only mapper at birth.
// Frame 0 is never handed out: 0 means "no page" everywhere.

import { ByteCounts } from '../../base/byte-counts.ts';

/** Number of a page frame; 0 = none. */
export type Pfn = number;

export const PG = {
  locked: 1,
  referenced: 2,
  dirty: 4,
  swapcache: 8,
  writeback: 16,
  /** Taken off the LRU by a reclaimer, who frees or puts it back. */
  isolated: 32,
  anon: 64,
  /** Marked for immediate reclaim: goes to the tail of the inactive list when its write ends. */
  reclaim: 128,
  /** Allocated, i.e. not on the free list. */
  used: 256,
  /** Page table, kernel stack or slab: never on an LRU list. */
  kernel: 512,
  /** Off all lists and out of all caches; whoever took it off is about to free it. */
  released: 1024,
  /** Which LRU list it is on. */
  lru: 2048 | 4096,
} as const;

const LRU_SHIFT = 11;

/** The LRU lists of a zone; LRU.none = on no list. There is no page cache: all their pages are anonymous. */
export const LRU = { none: 0, inactiveAnon: 1, activeAnon: 2 } as const;
export type LruList = (typeof LRU)[keyof typeof LRU];
/** Length of what is kept by number of the list. */
export const LRU_ROOM = 3;

export class PageFrames {
  readonly count: number;
  /** Nodes that the memory is spread over evenly: the first frames are node 0's. */
  readonly nodes: number;
  private readonly perNode: number;
  /** anon_vma id of an anonymous page; 0 = none. */
  readonly mapping: Int32Array;
  /** Offset in the mapping, in pages. */
  readonly index: Int32Array;
  private readonly mapcounts: ByteCounts;
  /**
   * Address space that is likely to have an entry for a page behind a long list; 0 = none. No kernel has this hint: it spares us
   * long walks. Where no list may become long the column stays untouched and takes no memory.
   */
  readonly mapper: Int32Array;
  readonly flags: Uint16Array;
  readonly next: Int32Array;
  readonly prev: Int32Array;
  /** Swap slot of a page in the swap cache; 0 = none. */
  readonly slot: Int32Array;
  /** Which node had the last hint fault on a page, counted from 1; 0 = none since it was allocated. Only with several nodes. */
  readonly lastNode: Uint8Array;

  constructor(frames: number, nodes = 1) {
    this.count = frames;
    this.nodes = nodes;
    this.perNode = Math.ceil(frames / nodes);
    this.mapping = new Int32Array(frames + 1);
    this.index = new Int32Array(frames + 1);
    this.mapcounts = new ByteCounts(frames + 1);
    this.mapper = new Int32Array(frames + 1);
    this.flags = new Uint16Array(frames + 1);
    this.next = new Int32Array(frames + 1);
    this.prev = new Int32Array(frames + 1);
    this.slot = new Int32Array(frames + 1);
    this.lastNode = new Uint8Array(nodes > 1 ? frames + 1 : 0);
  }

  nodeOf(pfn: Pfn): number {
    return Math.floor((pfn - 1) / this.perNode);
  }

  /** The first frame behind those of a node. */
  endOfNode(node: number): Pfn {
    return 1 + (node + 1) * this.perNode;
  }

  /** Page table entries that map the frame (0-based, unlike the kernel's -1). */
  mapcount(pfn: Pfn): number {
    return this.mapcounts.get(pfn);
  }

  setMapcount(pfn: Pfn, count: number): void {
    this.mapcounts.set(pfn, count);
  }

  lru(pfn: Pfn): LruList {
    return (((this.flags[pfn] as number) & PG.lru) >>> LRU_SHIFT) as LruList;
  }

  setLru(pfn: Pfn, list: LruList): void {
    this.flags[pfn] = ((this.flags[pfn] as number) & ~PG.lru) | (list << LRU_SHIFT);
  }

  has(pfn: Pfn, flag: number): boolean {
    return ((this.flags[pfn] as number) & flag) !== 0;
  }

  set(pfn: Pfn, flag: number): void {
    this.flags[pfn] = (this.flags[pfn] as number) | flag;
  }

  clear(pfn: Pfn, flag: number): void {
    this.flags[pfn] = (this.flags[pfn] as number) & ~flag;
  }

  /** Sets the flag and tells whether it was clear before (trylock_page and its like). */
  testAndSet(pfn: Pfn, flag: number): boolean {
    if (this.has(pfn, flag)) return false;
    this.set(pfn, flag);
    return true;
  }
}

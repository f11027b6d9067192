// The swap area: which slots are in use, by how many page table entries, and which page caches a slot.
//
// Slots are handed out cluster by cluster (SWAPFILE_CLUSTER of mm/swapfile.c), so pages that are evicted together lie
// together on the disk and come back together by read-ahead. Slot 0 is the swap header and never used.

import { ByteCounts } from '../../base/byte-counts.ts';
import { IntMap } from '../../base/int-map.ts';
import { Panic } from '../../engine/panic.ts';
import type { Pfn } from './page.ts';

const CLUSTER = 256;

export class SwapMap {
  readonly slots: number;
  /** Page table entries that refer to a slot; of some, spread by fork, there are many (swap_count_continued). */
  private readonly counts: ByteCounts;
  /** Pages of the swap cache by slot: of many millions of slots some hundred thousand have one. */
  private readonly cache = new IntMap<Pfn>(0);
  private readonly taken: Uint16Array;
  private cursor = 1;
  private left = CLUSTER - 1;
  /** Slots in use: referred to by an entry or held by the swap cache. */
  used = 0;

  constructor(slots: number) {
    this.slots = slots;
    this.counts = new ByteCounts(slots);
    this.taken = new Uint16Array(Math.ceil(slots / CLUSTER));
    this.taken[0] = 1;
  }

  get free(): number {
    return Math.max(0, this.slots - 1 - this.used);
  }

  isUsed(slot: number): boolean {
    return this.refs(slot) !== 0 || this.cached(slot) !== 0;
  }

  /** Page table entries that refer to the slot. */
  refs(slot: number): number {
    return this.counts.get(slot);
  }

  /** Page in the swap cache for this slot, or 0. */
  cached(slot: number): Pfn {
    return this.cache.get(slot);
  }

  /** get_swap_page for `page`, which becomes the slot's cache; 0 when swap is full. */
  allocate(page: Pfn): number {
    if (this.free === 0) return 0;
    if (this.left === 0 || this.cursor >= this.slots) this.startCluster();
    while (this.isUsed(this.cursor)) this.cursor = this.cursor + 1 < this.slots ? this.cursor + 1 : 1;
    const slot = this.cursor;
    this.cursor = slot + 1 < this.slots ? slot + 1 : 1;
    this.left = Math.max(0, this.left - 1);
    this.count(slot, 1);
    this.cache.set(slot, page);
    return slot;
  }

  private startCluster(): void {
    const clusters = this.taken.length;
    const first = Math.floor(this.cursor / CLUSTER);
    this.left = CLUSTER;
    for (let i = 0; i < clusters; i++) {
      const cluster = (first + i) % clusters;
      if (this.taken[cluster] !== 0) continue;
      this.cursor = cluster * CLUSTER;
      return;
    }
  }

  private count(slot: number, by: number): void {
    const cluster = Math.floor(slot / CLUSTER);
    this.taken[cluster] = (this.taken[cluster] as number) + by;
    this.used += by;
  }

  /** One more entry refers to the slot (swap_duplicate). */
  duplicate(slot: number): void {
    this.counts.set(slot, this.refs(slot) + 1);
  }

  /** One entry less (swap_free); true when only the cache, or nothing, is left. */
  release(slot: number): boolean {
    const refs = this.refs(slot);
    if (refs === 0) throw new Panic('swap slot freed twice', { slot });
    this.counts.set(slot, refs - 1);
    if (refs === 1 && this.cached(slot) === 0) this.count(slot, -1);
    return refs === 1;
  }

  addCache(slot: number, page: Pfn): void {
    this.cache.set(slot, page);
  }

  /** delete_from_swap_cache. */
  dropCache(slot: number): void {
    this.cache.delete(slot);
    if (this.refs(slot) === 0) this.count(slot, -1);
  }
}

// A zone: the free page frames of one node, its LRU lists and its watermarks (Linux 2.6.33 mm/page_alloc.c).
//
// lock protects the free list; lru_lock protects the LRU lists and the reclaim statistics. Each CPU keeps a small stock
// of free pages (per_cpu_pages) so that most allocations take no lock.

import { Panic } from '../../engine/panic.ts';
import type { SpinKind } from '../locking/spinlock.ts';
import { SpinLock } from '../locking/spinlock.ts';
import { LruLists } from './lru.ts';
import { type PageFrames, type Pfn, PG } from './page.ts';

/** Recently scanned and rotated pages, anonymous and file: what get_scan_ratio balances. */
export interface ReclaimStat {
  readonly scanned: [number, number];
  readonly rotated: [number, number];
}

export class Zone {
  readonly frames: PageFrames;
  readonly lock: SpinLock;
  readonly lru_lock: SpinLock;
  readonly lru: LruLists;
  readonly reclaim: ReclaimStat = { scanned: [0, 0], rotated: [0, 0] };
  /** nr_saved_scan: scans by list that were too small for a batch yet. */
  readonly saved = new Float64Array(5);
  /** Watermarks in pages: below `min` allocations reclaim themselves, below `low` kswapd wakes, at `high` it stops. */
  readonly min: number;
  readonly low: number;
  readonly high: number;
  /** inactive_anon is low when inactive * ratio < active (setup_per_zone_inactive_ratio). */
  readonly inactiveRatio: number;
  /** Pages that move between a CPU's stock and the zone at once, and where the stock is full. */
  readonly pcpBatch: number;
  readonly pcpHigh: number;
  /** The free list, linked through frames.next: its first frame, and how many there are. */
  private freeHead: Pfn;
  private free: number;
  /** By CPU. */
  readonly stocks: Pfn[][];
  private stocked = 0;

  constructor(frames: PageFrames, cpus: number, kinds: { zone: SpinKind; lru: SpinKind }) {
    this.frames = frames;
    this.lock = new SpinLock(kinds.zone);
    this.lru_lock = new SpinLock(kinds.lru);
    this.lru = new LruLists(frames);
    const kilobytes = frames.count * 4;
    const minKilobytes = Math.min(65536, Math.max(128, Math.floor(Math.sqrt(kilobytes * 16))));
    this.min = Math.floor(minKilobytes / 4);
    this.low = this.min + Math.floor(this.min / 4);
    this.high = this.min + Math.floor(this.min / 2);
    this.inactiveRatio = Math.max(1, Math.floor(Math.sqrt((10 * kilobytes) / (1024 * 1024))));
    this.pcpBatch = zone_batchsize(frames.count);
    this.pcpHigh = 6 * this.pcpBatch;
    for (let pfn = 1; pfn < frames.count; pfn++) frames.next[pfn] = pfn + 1;
    this.freeHead = 1;
    this.free = frames.count;
    this.stocks = Array.from({ length: cpus }, () => []);
  }

  /** Free pages, without those in the CPUs' stocks (NR_FREE_PAGES). */
  get freePages(): number {
    return this.free;
  }

  get stockedPages(): number {
    return this.stocked;
  }

  /** The frames on the free list, in no useful order. */
  *freeList(): Generator<Pfn, void, void> {
    for (let pfn = this.freeHead; pfn !== 0; pfn = this.frames.next[pfn] as number) yield pfn;
  }

  /** Moves up to `count` pages to a CPU's stock; needs lock. Returns how many. */
  refill(cpu: number, count: number): number {
    const stock = this.stocks[cpu] as Pfn[];
    const moved = Math.min(count, this.free);
    for (let i = 0; i < moved; i++) {
      stock.push(this.freeHead);
      this.freeHead = this.frames.next[this.freeHead] as number;
    }
    this.free -= moved;
    this.stocked += moved;
    return moved;
  }

  /** Gives `count` pages of a CPU's stock back; needs lock. */
  drain(cpu: number, count: number): void {
    const stock = this.stocks[cpu] as Pfn[];
    for (const pfn of stock.splice(0, count)) {
      this.frames.next[pfn] = this.freeHead;
      this.freeHead = pfn;
    }
    this.free += count;
    this.stocked -= count;
  }

  /** Pages in a CPU's stock. */
  stockOf(cpu: number): number {
    return (this.stocks[cpu] as Pfn[]).length;
  }

  hasStock(cpu: number): boolean {
    return this.stockOf(cpu) > 0;
  }

  /** A page of the CPU's own stock, or 0. */
  takeStocked(cpu: number): Pfn {
    const pfn = (this.stocks[cpu] as Pfn[]).pop();
    if (pfn === undefined) return 0;
    this.stocked--;
    this.frames.flags[pfn] = PG.used;
    return pfn;
  }

  giveStocked(cpu: number, pfn: Pfn): void {
    const frames = this.frames;
    const inUse = frames.mapcount[pfn] !== 0 || frames.lru[pfn] !== 0 || frames.slot[pfn] !== 0;
    if (inUse || !frames.has(pfn, PG.used) || frames.has(pfn, PG.locked | PG.writeback))
      throw new Panic('bad page freed', { pfn, mapcount: frames.mapcount[pfn] ?? -1, flags: frames.flags[pfn] ?? -1 });
    frames.flags[pfn] = 0;
    frames.mapping[pfn] = 0;
    (this.stocks[cpu] as Pfn[]).push(pfn);
    this.stocked++;
  }
}

/** A thousandth of the zone, at most 512 KB; a quarter of that, just below a power of two: stocks stay small. */
function zone_batchsize(pages: number): number {
  const quarter = Math.max(1, Math.floor(Math.min(128, Math.floor(pages / 1024)) / 4));
  return Math.max(1, 2 ** Math.floor(Math.log2(quarter + Math.floor(quarter / 2))) - 1);
}

// A zone: the free page frames, its LRU lists and its watermarks (Linux 2.6.33 mm/page_alloc.c).
//
// lock protects the free list; lru_lock protects the LRU lists and the reclaim statistics. Each CPU keeps a small stock
// of free pages (per_cpu_pages) so that most allocations take no lock.
//
// Where all pages are huge ones, watermarks and batches count them as small: no such scenario is short of memory.
//
// Where memory is spread over several nodes, each has a free list, a stock for each CPU and both locks of its own.
// Lists and watermarks of reclaim are the machine's all the same: no scenario with several nodes is short of memory.

import { Panic } from '../../engine/panic.ts';
import type { SpinKind } from '../locking/spinlock.ts';
import { SpinLock } from '../locking/spinlock.ts';
import { LruLists } from './lru.ts';
import { LRU_ROOM, type PageFrames, type Pfn, PG } from './page.ts';

/** Recently scanned and rotated pages: what get_scan_ratio balances. */
interface ReclaimStat {
  scanned: number;
  rotated: number;
}

export class Zone {
  readonly frames: PageFrames;
  readonly lock: SpinLock;
  readonly lru_lock: SpinLock;
  /** By node; the two above are node 0's. */
  private readonly locks: readonly SpinLock[];
  private readonly lruLocks: readonly SpinLock[];
  readonly lru: LruLists;
  readonly reclaim: ReclaimStat = { scanned: 0, rotated: 0 };
  /** nr_saved_scan: scans by list that were too small for a batch yet. */
  readonly saved = new Float64Array(LRU_ROOM);
  /** Watermarks in pages: below `min` allocations reclaim themselves, below `low` kswapd wakes, at `high` it stops. */
  readonly min: number;
  readonly low: number;
  readonly high: number;
  /** inactive_anon is low when inactive * ratio < active (setup_per_zone_inactive_ratio). */
  readonly inactiveRatio: number;
  /** Pages that move between a CPU's stock and the zone at once, and where the stock is full. */
  readonly pcpBatch: number;
  readonly pcpHigh: number;
  /** The free lists by node, linked through frames.next: their first frames, and how many there are in all. */
  private readonly freeHeads: Pfn[];
  private free: number;
  private readonly cpus: number;
  /** By CPU, those of node 0 first. */
  readonly stocks: Pfn[][];
  private stocked = 0;

  constructor(frames: PageFrames, pageBytes: number, cpus: number, kinds: { zone: SpinKind; lru: SpinKind }) {
    this.frames = frames;
    this.lock = new SpinLock(kinds.zone);
    this.lru_lock = new SpinLock(kinds.lru);
    const { nodes } = frames;
    this.locks = [this.lock, ...Array.from({ length: nodes - 1 }, () => new SpinLock(kinds.zone))];
    this.lruLocks = [this.lru_lock, ...Array.from({ length: nodes - 1 }, () => new SpinLock(kinds.lru))];
    this.lru = new LruLists(frames);
    const pageKilobytes = pageBytes / 1024;
    const kilobytes = frames.count * pageKilobytes;
    const minKilobytes = Math.min(65536, Math.max(128, Math.floor(Math.sqrt(kilobytes * 16))));
    this.min = Math.floor(minKilobytes / pageKilobytes);
    this.low = this.min + Math.floor(this.min / 4);
    this.high = this.min + Math.floor(this.min / 2);
    this.inactiveRatio = Math.max(1, Math.floor(Math.sqrt((10 * kilobytes) / (1024 * 1024))));
    this.pcpBatch = zone_batchsize(frames.count, pageBytes);
    this.pcpHigh = 6 * this.pcpBatch;
    this.freeHeads = Array.from({ length: nodes }, () => 0);
    for (let pfn = frames.count; pfn > 0; pfn--) this.chain(pfn);
    this.free = frames.count;
    this.cpus = cpus;
    this.stocks = Array.from({ length: nodes * cpus }, () => []);
  }

  /** Puts a frame at the head of its node's free list. */
  private chain(pfn: Pfn): void {
    const node = this.frames.nodeOf(pfn);
    this.frames.next[pfn] = this.freeHeads[node] as Pfn;
    this.freeHeads[node] = pfn;
  }

  /** Where a CPU's own pages come from. */
  homeOf(cpu: { readonly node: number }): number {
    return this.frames.nodes === 1 ? 0 : cpu.node;
  }

  lockOf(node: number): SpinLock {
    return this.locks[node] as SpinLock;
  }

  lruLockOf(pfn: Pfn): SpinLock {
    return this.frames.nodes === 1 ? this.lru_lock : (this.lruLocks[this.frames.nodeOf(pfn)] as SpinLock);
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
    for (const head of this.freeHeads) for (let pfn = head; pfn !== 0; pfn = this.frames.next[pfn] as number) yield pfn;
  }

  /** Moves up to `count` pages of a node, or of the next that has some, to a CPU's stock; needs lock. Returns how many. */
  refill(cpu: number, count: number, node = 0): number {
    const stock = this.stock(cpu, node);
    const from = this.firstWithPages(node);
    let moved = 0;
    for (let pfn = this.freeHeads[from] as Pfn; moved < count && pfn !== 0; moved++) {
      stock.push(pfn);
      pfn = this.frames.next[pfn] as Pfn;
      this.freeHeads[from] = pfn;
    }
    this.free -= moved;
    this.stocked += moved;
    return moved;
  }

  private firstWithPages(node: number): number {
    const { nodes } = this.frames;
    for (let i = 0; i < nodes; i++) if (this.freeHeads[(node + i) % nodes] !== 0) return (node + i) % nodes;
    return node;
  }

  private stock(cpu: number, node: number): Pfn[] {
    return this.stocks[node * this.cpus + cpu] as Pfn[];
  }

  /** Gives `count` pages of a CPU's stock back; needs lock. */
  drain(cpu: number, count: number, node = 0): void {
    for (const pfn of this.stock(cpu, node).splice(0, count)) this.chain(pfn);
    this.free += count;
    this.stocked -= count;
  }

  /** Pages in a CPU's stock. */
  stockOf(cpu: number, node = 0): number {
    return this.stock(cpu, node).length;
  }

  hasStock(cpu: number, node = 0): boolean {
    return this.stockOf(cpu, node) > 0;
  }

  /** A page of the CPU's own stock, or 0. */
  takeStocked(cpu: number, node = 0): Pfn {
    const pfn = this.stock(cpu, node).pop();
    if (pfn === undefined) return 0;
    this.stocked--;
    this.frames.flags[pfn] = PG.used;
    if (this.frames.nodes > 1) this.frames.lastNode[pfn] = 0;
    return pfn;
  }

  giveStocked(cpu: number, pfn: Pfn): void {
    const frames = this.frames;
    const inUse = frames.mapcount(pfn) !== 0 || frames.has(pfn, PG.lru) || frames.slot[pfn] !== 0;
    if (inUse || !frames.has(pfn, PG.used) || frames.has(pfn, PG.locked | PG.writeback))
      throw new Panic('bad page freed', { pfn, mapcount: frames.mapcount(pfn), flags: frames.flags[pfn] ?? -1 });
    frames.flags[pfn] = 0;
    frames.mapping[pfn] = 0;
    this.stock(cpu, frames.nodeOf(pfn)).push(pfn);
    this.stocked++;
  }
}

const MOST_BATCH_BYTES = 2 ** 19;

/** A thousandth of the zone, at most 512 KB; a quarter of that, just below a power of two: stocks stay small. */
function zone_batchsize(pages: number, pageBytes: number): number {
  const most = Math.floor(MOST_BATCH_BYTES / pageBytes);
  const quarter = Math.max(1, Math.floor(Math.min(most, Math.floor(pages / 1024)) / 4));
  return Math.max(1, 2 ** Math.floor(Math.log2(quarter + Math.floor(quarter / 2))) - 1);
}

// Page tables. A PteTable is one page table page: the entries of an aligned range of 512 pages.
//
// An entry is 0, a present page (pfn << 5 | flags with PTE.present), a swap entry (slot << 5), or a migration entry
// (pfn of the page that is being moved << 5 | MIGRATION, with PTE.write when it may be written again afterwards).
// Only the window of a table that was ever used is stored, so that 30,000 processes fit; the window grows by itself.
// Protected by the table's pte lock (split ptlock): charged by every path, never contended at this grain.

import type { Pfn } from './page.ts';

/** Virtual page number: address / 4096. */
export type Vpn = number;

export const PTE = {
  present: 1,
  write: 2,
  young: 4,
  dirty: 8,
  /** Prot-none to find out who uses the page (pte_numa): the next access faults. */
  numa: 16,
} as const;
const FLAG_BITS = 5;
/** What tells a migration entry from a swap entry: the same bit in an entry that is not present. */
const MIGRATION = 16;

export const PTES_PER_TABLE = 512;

/** Behind every page number that a page frame's index can hold. */
export const LAST_VPN: Vpn = 0x7fff_ffff;

export const presentPte = (pfn: Pfn, flags: number): number => (pfn << FLAG_BITS) | PTE.present | flags;
export const swapPte = (slot: number): number => slot << FLAG_BITS;
export const isPresent = (pte: number): boolean => (pte & PTE.present) !== 0;
export const migrationPte = (pfn: Pfn, write: number): number => (pfn << FLAG_BITS) | MIGRATION | write;
/** What a lost migration entry becomes: it refers to no page, and whoever touches it dies (races.ts). */
export const LOST_PTE = MIGRATION;
export const isMigration = (pte: number): boolean => (pte & (PTE.present | MIGRATION)) === MIGRATION;
export const isSwap = (pte: number): boolean => pte !== 0 && (pte & (PTE.present | MIGRATION)) === 0;
/** Frame of a present entry, or of a migration entry. */
export const ptePfn = (pte: number): Pfn => pte >>> FLAG_BITS;
/** Slot of a swap entry. */
export const pteSlot = (pte: number): number => pte >>> FLAG_BITS;

const CHUNK = 1 << 20;
const NO_ENTRIES = new Int32Array(0);
/** Windows begin and end at multiples of this. */
const GRAIN = 8;
/** Sizes of windows. Few, so that what one table has given back fits another. */
const SIZES: readonly number[] = [8, 16, 32, 48, 64, 96, 128, 160, 192, 256, 320, 384, 448, PTES_PER_TABLE];

/** Storage of windows, recycled by size. */
export class PteStore {
  private chunk = new Int32Array(CHUNK);
  private used = 0;
  private readonly free = new Map<number, { data: Int32Array; base: number }[]>();

  take(size: number): { data: Int32Array; base: number } {
    const recycled = this.free.get(size)?.pop();
    if (recycled !== undefined) return recycled;
    if (this.used + size > CHUNK) {
      this.chunk = new Int32Array(CHUNK);
      this.used = 0;
    }
    const window = { data: this.chunk, base: this.used };
    this.used += size;
    return window;
  }

  /** The window must be all zero. */
  give(window: { data: Int32Array; base: number }, size: number): void {
    const list = this.free.get(size);
    if (list === undefined) this.free.set(size, [window]);
    else list.push(window);
  }
}

export class PteTable {
  /** Number of the 512-page range that it maps. */
  readonly region: number;
  /** Frame that the table itself occupies. */
  readonly pfn: Pfn;
  private readonly store: PteStore;
  private data: Int32Array = NO_ENTRIES;
  private base = 0;
  private firstVpn: Vpn = 0;
  private size = 0;
  /** Another one when the page is another one's: who looks at it without a lock compares. */
  generation = 0;

  constructor(region: number, pfn: Pfn, store: PteStore) {
    this.region = region;
    this.pfn = pfn;
    this.store = store;
  }

  get(vpn: Vpn): number {
    const offset = vpn - this.firstVpn;
    return offset >= 0 && offset < this.size ? (this.data[this.base + offset] as number) : 0;
  }

  set(vpn: Vpn, pte: number): void {
    const offset = vpn - this.firstVpn;
    if (offset >= 0 && offset < this.size) this.data[this.base + offset] = pte;
    else if (pte !== 0) {
      this.widen(vpn);
      this.data[this.base + vpn - this.firstVpn] = pte;
    }
  }

  /** Not when it holds no entry yet, or has given its storage back. */
  get isUsed(): boolean {
    return this.size > 0;
  }

  /** Makes room at once for what a copy of `other` may hold. */
  reserveFor(other: PteTable): void {
    if (this.size > 0 || other.size === 0) return;
    const window = this.store.take(other.size);
    this.data = window.data;
    this.base = window.base;
    this.firstVpn = other.firstVpn;
    this.size = other.size;
  }

  /** Grows the window to one that holds `vpn`, too, with room for more on that side. */
  private widen(vpn: Vpn): void {
    const low = vpn - (vpn % GRAIN);
    const isNew = this.size === 0;
    const start = isNew ? low : Math.min(this.firstVpn, low);
    const end = isNew ? low + GRAIN : Math.max(this.end, low + GRAIN);
    const size = SIZES.find((one) => one >= end - start) as number;
    const tableStart = this.region * PTES_PER_TABLE;
    const growsDown = low < this.firstVpn && !isNew;
    this.moveTo(
      growsDown ? Math.max(tableStart, end - size) : Math.min(start, tableStart + PTES_PER_TABLE - size),
      size,
    );
  }

  private moveTo(first: Vpn, size: number): void {
    const window = this.store.take(size);
    const from = this.base;
    for (let i = 0; i < this.size; i++) {
      window.data[window.base + this.firstVpn - first + i] = this.data[from + i] as number;
      this.data[from + i] = 0;
    }
    if (this.size > 0) this.store.give({ data: this.data, base: from }, this.size);
    this.data = window.data;
    this.base = window.base;
    this.firstVpn = first;
    this.size = size;
  }

  /** First stored page and the one behind the last; entries outside are zero. */
  get start(): Vpn {
    return this.firstVpn;
  }

  get end(): Vpn {
    return this.firstVpn + this.size;
  }

  /** The first page from `vpn` on whose entry is not zero, or `end` when there is none before it. */
  nextUsed(vpn: Vpn, end: Vpn): Vpn {
    const { data } = this;
    const shift = this.base - this.firstVpn;
    const last = Math.min(end, this.firstVpn + this.size) + shift;
    for (let at = Math.max(vpn, this.firstVpn) + shift; at < last; at++) if (data[at] !== 0) return at - shift;
    return end;
  }

  /** Gives the storage back; every entry must be zero. */
  release(): void {
    if (this.size > 0) this.store.give({ data: this.data, base: this.base }, this.size);
    this.size = 0;
    this.generation++;
  }
}

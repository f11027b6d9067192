// Page tables. A PteTable is one page table page: the entries of an aligned range of 512 pages.
//
// An entry is 0, a present page (pfn << 5 | flags with PTE.present), a swap entry (slot << 5), or a migration entry
// (pfn of the page that is being moved << 5 | MIGRATION, with PTE.write when it may be written again afterwards).
// Only windows of a table around the entries that were ever used are stored (pte-window.ts).
// Protected by the table's pte lock (split ptlock): charged by every path, never contended at this grain.

import type { Pfn } from './page.ts';
import { type PteStore, PteWindow, type Vpn } from './pte-window.ts';

export { PTES_PER_TABLE, type Vpn } from './pte-window.ts';

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

/** Its lowest window is part of it. */
export class PteTable extends PteWindow {
  /** Number of the 512-page range that it maps. */
  readonly region: number;
  /** Frame that the table itself occupies. */
  readonly pfn: Pfn;
  private readonly store: PteStore;
  /** The window that was found last, perhaps empty since: most accesses go from one page to the next. */
  private recent: PteWindow = this;
  /** Another one when the page is another one's: who looks at it without a lock compares. */
  generation = 0;

  constructor(region: number, pfn: Pfn, store: PteStore) {
    super();
    this.region = region;
    this.pfn = pfn;
    this.store = store;
  }

  get(vpn: Vpn): number {
    const { recent } = this;
    const offset = vpn - recent.first;
    if (offset >= 0 && offset < recent.size) return recent.data[recent.base + offset] as number;
    const window = this.windowAt(vpn);
    return window === null ? 0 : (window.data[window.base + vpn - window.first] as number);
  }

  private windowAt(vpn: Vpn): PteWindow | null {
    for (let at: PteWindow | null = this; at !== null && vpn >= at.first; at = at.above) {
      if (!at.has(vpn)) continue;
      this.recent = at;
      return at;
    }
    return null;
  }

  set(vpn: Vpn, pte: number): void {
    const { recent } = this;
    const offset = vpn - recent.first;
    if (offset >= 0 && offset < recent.size) recent.data[recent.base + offset] = pte;
    else this.setElsewhere(vpn, pte);
  }

  private setElsewhere(vpn: Vpn, pte: number): void {
    let window = this.windowAt(vpn);
    if (window === null) {
      if (pte === 0) return;
      this.makeRoom(this.store, vpn);
      window = this.windowAt(vpn) as PteWindow;
    }
    window.data[window.base + vpn - window.first] = pte;
  }

  /** Makes room at once for what a copy of `other` may hold. */
  reserveFor(other: PteTable): void {
    if (this.size > 0 || other.size === 0) return;
    this.open(this.store, other.first, other.size);
    let last: PteWindow = this;
    for (let at = other.above; at !== null; at = at.above) {
      const copy = new PteWindow();
      copy.open(this.store, at.first, at.size);
      last.above = copy;
      last = copy;
    }
  }

  /** The first page from `vpn` on whose entry is not zero, or `end` when there is none before it. */
  nextUsed(vpn: Vpn, end: Vpn): Vpn {
    const { recent } = this;
    const begin = vpn >= recent.first ? recent : this;
    for (let window: PteWindow | null = begin; window !== null && window.first < end; window = window.above) {
      const { data, first } = window;
      const shift = window.base - first;
      const last = Math.min(end, window.end) + shift;
      for (let at = Math.max(vpn, first) + shift; at < last; at++) if (data[at] !== 0) return at - shift;
    }
    return end;
  }

  /** Gives the storage back; every entry must be zero. */
  release(): void {
    for (let at: PteWindow | null = this; at !== null; at = at.above) at.close(this.store);
    this.above = null;
    this.generation++;
  }
}

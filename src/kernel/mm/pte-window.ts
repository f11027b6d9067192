// What is stored of a page table page: windows around the entries that were ever used, so that 30,000 processes fit. A window
// grows by itself, but not over a hole: behind one begins another window.

/** Virtual page number: address / 4096. */
export type Vpn = number;

export const PTES_PER_TABLE = 512;

const CHUNK = 1 << 20;
const NO_ENTRIES = new Int32Array(0);
/** Windows begin and end at multiples of this. */
const GRAIN = 8;
/** Sizes of windows that have room to grow. Few, so that what one table has given back fits another. */
const SIZES: readonly number[] = [8, 16, 32, 48, 64, 96, 128, 160, 192, 256, 320, 384, 448, PTES_PER_TABLE];
/** Entries between two windows that are worth not storing. */
const HOLE = 48;

interface Place {
  readonly data: Int32Array;
  readonly base: number;
}

/** Storage of windows, recycled by size. */
export class PteStore {
  private chunk = new Int32Array(CHUNK);
  private used = 0;
  private readonly free = new Map<number, Place[]>();

  take(size: number): Place {
    const recycled = this.free.get(size)?.pop();
    if (recycled !== undefined) return recycled;
    if (this.used + size > CHUNK) {
      this.chunk = new Int32Array(CHUNK);
      this.used = 0;
    }
    const place = { data: this.chunk, base: this.used };
    this.used += size;
    return place;
  }

  /** The place must be all zero. */
  give(place: Place, size: number): void {
    const list = this.free.get(size);
    if (list === undefined) this.free.set(size, [place]);
    else list.push(place);
  }
}

/** A window, the lowest of its table or one above it. */
export class PteWindow {
  data: Int32Array = NO_ENTRIES;
  base = 0;
  first: Vpn = 0;
  /** 0: it stores nothing yet. */
  size = 0;
  /** The next one towards higher addresses. */
  above: PteWindow | null = null;

  get end(): Vpn {
    return this.first + this.size;
  }

  has(vpn: Vpn): boolean {
    return vpn >= this.first && vpn < this.first + this.size;
  }

  /** Room for [first, first + size), all zero; the window is empty. */
  open(store: PteStore, first: Vpn, size: number): void {
    const { data, base } = store.take(size);
    this.data = data;
    this.base = base;
    this.first = first;
    this.size = size;
  }

  /** Gives its room back, which must be all zero. */
  close(store: PteStore): void {
    if (this.size > 0) store.give({ data: this.data, base: this.base }, this.size);
    this.size = 0;
  }

  /** Becomes [first, first + size), in which it lies. */
  moveTo(store: PteStore, first: Vpn, size: number): void {
    const place = store.take(size);
    const from = this.base;
    for (let i = 0; i < this.size; i++) {
      place.data[place.base + this.first - first + i] = this.data[from + i] as number;
      this.data[from + i] = 0;
    }
    store.give({ data: this.data, base: from }, this.size);
    this.data = place.data;
    this.base = place.base;
    this.first = first;
    this.size = size;
  }

  /** Hands what it stores over to a new window above it. */
  private moveUp(): void {
    const upper = new PteWindow();
    upper.data = this.data;
    upper.base = this.base;
    upper.first = this.first;
    upper.size = this.size;
    upper.above = this.above;
    this.above = upper;
    this.size = 0;
  }

  /** Makes room for `vpn`, which is in no window; `this` is the lowest one. */
  makeRoom(store: PteStore, vpn: Vpn): void {
    const low = vpn - (vpn % GRAIN);
    const below = this.lastBelow(vpn);
    const next = below === null ? this : below.above;
    const ceiling = next?.first ?? vpn - (vpn % PTES_PER_TABLE) + PTES_PER_TABLE;
    if (below !== null && low - below.end < HOLE) {
      const size = roomFor(low + GRAIN - below.first);
      below.moveTo(store, below.first, Math.min(size, ceiling - below.first));
    } else if (next !== null && next.size > 0 && next.first - low - GRAIN < HOLE) {
      const floor = below?.end ?? vpn - (vpn % PTES_PER_TABLE);
      const first = Math.max(floor, next.end - roomFor(next.end - low));
      next.moveTo(store, first, next.end - first);
    } else this.between(below).open(store, low, GRAIN);
  }

  private lastBelow(vpn: Vpn): PteWindow | null {
    let below: PteWindow | null = null;
    for (let at: PteWindow | null = this; at !== null && at.size > 0 && at.first <= vpn; at = at.above) below = at;
    return below;
  }

  /** An empty window above `below`; null: the lowest. */
  private between(below: PteWindow | null): PteWindow {
    if (below === null) {
      if (this.size > 0) this.moveUp();
      return this;
    }
    const made = new PteWindow();
    made.above = below.above;
    below.above = made;
    return made;
  }
}

const roomFor = (entries: number): number => SIZES.find((size) => size >= entries) as number;

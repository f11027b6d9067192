// What walks over one long anon_vma list would count, without going through it every time.
//
// The simulated kernel visits every VMA up to the one that maps the page. Counting is enough for that as long as the count
// is the true one: an index keeps, for each page offset that was walked for, which VMAs a walk examines and in which it
// finds a present entry, as bits by place on the list. Whoever changes such a VMA or entry says so here. An index
// that is not used any more is dropped; checkLinks compares it with the list.

import { BitSet, ones } from '../../base/bit-set.ts';
import type { AnonVma } from './anon-vma.ts';
import { isPresent, LAST_VPN, PTES_PER_TABLE, type Vpn } from './pte.ts';
import { VM, type Vma } from './vma.ts';

/** What a walk counts: VMAs on its way, those that may map the page, and those with an entry for another page there. */
export interface WalkCount {
  readonly visited: number;
  readonly examined: number;
  readonly locked: number;
}

/** Page offsets of one block, a bit each. */
const BLOCK = 32;
/** Taking over one change takes as long as so many places when all are taken over: measured. */
const PLACES_PER_CHANGE = 4;

/** What walks find at each place of the list, for the page offsets of a block: the truth that rows are made from. */
class Block {
  /** Two words for each place, a bit for each page offset: examined, locked. As many places as a power of two. */
  bits: Int32Array = new Int32Array(128);
  /** Places that have changed, and how many changes there were before these. A row catches up when it is needed. */
  readonly changes: number[] = [];
  forgotten = 0;
  private readonly first: Vpn;

  constructor(first: Vpn, anon_vma: AnonVma) {
    this.first = first;
    for (let place = 0; place < anon_vma.end; place++) this.put(place, anon_vma.at(place));
    this.changes.length = 0;
  }

  get places(): number {
    return this.bits.length / 2;
  }

  overlaps(first: Vpn, end: Vpn): boolean {
    return first < this.first + BLOCK && end > this.first;
  }

  put(place: number, vma: Vma | null): void {
    while (place >= this.places) this.bits = doubled(this.bits);
    const { first, bits } = this;
    const start = vma === null ? BLOCK : Math.max(0, vma.pgoff - first);
    const end = vma === null ? 0 : Math.min(BLOCK, vma.pgoff + vma.pages - first);
    // Boundaries apart, all of a VMA's pages are examined or none.
    const isHere = vma !== null && start < end && isExamined(vma, first + start);
    const examined = isHere ? (-1 >>> (BLOCK - end + start)) << start : 0;
    const locked = isHere ? presentBits(vma, first, start, end) : 0;
    if (bits[2 * place] === examined && bits[2 * place + 1] === locked) return;
    bits[2 * place] = examined;
    bits[2 * place + 1] = locked;
    this.changes.push(place);
    // Whoever has not seen as many is made anew.
    if (this.changes.length > this.places) this.forgotten += this.changes.splice(0).length;
  }

  putEntry(place: number, index: Vpn, present: boolean): void {
    const { bits } = this;
    const bit = 1 << (index % BLOCK);
    const isExamined = ((bits[2 * place] ?? 0) & bit) !== 0;
    const old = bits[2 * place + 1] as number;
    bits[2 * place + 1] = present && isExamined ? old | bit : old & ~bit;
  }
}

/** The page offsets `first + start` to `first + end` that have a present entry, a bit each. */
function presentBits(vma: Vma, first: Vpn, start: number, end: number): number {
  const base = vma.start + first - vma.pgoff;
  let bits = 0;
  for (let vpn = base + start; vpn < base + end; ) {
    const table = vma.mm.table(vpn);
    const tableEnd = Math.min(base + end, vpn - (vpn % PTES_PER_TABLE) + PTES_PER_TABLE);
    if (table !== null) {
      for (let at = table.nextUsed(vpn, tableEnd); at < tableEnd; at = table.nextUsed(at + 1, tableEnd)) {
        if (isPresent(table.get(at))) bits |= 1 << (at - base);
      }
    }
    vpn = tableEnd;
  }
  return bits;
}

function doubled(words: Int32Array): Int32Array {
  const grown = new Int32Array(2 * words.length);
  grown.set(words);
  return grown;
}

/** The same for one page offset, a bit for each place, so that they can be counted. */
class Row {
  /** Two words for every 32 places: examined, locked. */
  private words: Int32Array = new Int32Array(16);
  /** Changes of the block that it contains; -1 when it has to be made from it. */
  private seen = -1;
  private readonly block: Block;
  private readonly shift: number;

  constructor(block: Block, index: Vpn) {
    this.block = block;
    this.shift = index % BLOCK;
  }

  /** Takes over from the block what has changed. */
  catchUp(): void {
    const { changes, forgotten, places } = this.block;
    const first = this.seen - forgotten;
    if (first < 0 || changes.length - first > places / PLACES_PER_CHANGE) this.make();
    else for (let i = first; i < changes.length; i++) this.put(changes[i] as number);
    this.seen = forgotten + changes.length;
  }

  private make(): void {
    const { shift } = this;
    const { bits, places } = this.block;
    const words = new Int32Array(places / 16);
    for (let word = 0, at = 0; word < words.length; word += 2) {
      let [examined, locked] = [0, 0];
      for (let bit = 0; bit < 32; bit++, at += 2) {
        examined |= (((bits[at] as number) >>> shift) & 1) << bit;
        locked |= (((bits[at + 1] as number) >>> shift) & 1) << bit;
      }
      words[word] = examined;
      words[word + 1] = locked;
    }
    this.words = words;
  }

  put(place: number): void {
    const word = (place >>> 5) * 2;
    const bit = place & 31;
    while (word >= this.words.length) this.words = doubled(this.words);
    const { words, shift } = this;
    const { bits } = this.block;
    const examined = ((bits[2 * place] as number) >>> shift) & 1;
    const locked = ((bits[2 * place + 1] as number) >>> shift) & 1;
    words[word] = ((words[word] as number) & ~(1 << bit)) | (examined << bit);
    words[word + 1] = ((words[word + 1] as number) & ~(1 << bit)) | (locked << bit);
  }

  /** How many places below `end` are examined and locked. */
  countBelow(end: number): { examined: number; locked: number } {
    const { words } = this;
    const whole = (end >>> 5) * 2;
    const below = (1 << (end & 31)) - 1;
    let examined = ones((words[whole] ?? 0) & below);
    let locked = ones((words[whole + 1] ?? 0) & below);
    for (let word = Math.min(whole, words.length) - 2; word >= 0; word -= 2) {
      examined += ones(words[word] as number);
      locked += ones(words[word + 1] as number);
    }
    return { examined, locked };
  }

  isExamined(place: number): boolean {
    return this.has((place >>> 5) * 2, place);
  }

  isLocked(place: number): boolean {
    return this.has((place >>> 5) * 2 + 1, place);
  }

  private has(word: number, place: number): boolean {
    return (((this.words[word] ?? 0) >>> (place & 31)) & 1) !== 0;
  }
}

export class WalkIndex {
  private readonly anon_vma: AnonVma;
  private readonly visited = new BitSet();
  /** By page offset divided by BLOCK, and by page offset. */
  private readonly blocks = new Map<number, Block>();
  private readonly rows = new Map<Vpn, Row>();
  /** Changes of a block that may still come before the next use: as many as it would take to make the index anew. */
  private credit = 0;

  constructor(anon_vma: AnonVma) {
    this.anon_vma = anon_vma;
    for (let place = 0; place < anon_vma.end; place++) this.visited.put(place, anon_vma.at(place) !== null);
  }

  /** What a walk counts from the head up to `place`, which included. */
  count(index: Vpn, place: number): WalkCount {
    const row = this.row(index);
    this.credit = this.blocks.size * this.anon_vma.length;
    const { examined, locked } = row.countBelow(place + 1);
    return { visited: this.visited.countBelow(place + 1), examined, locked };
  }

  /** As the list is now. */
  private row(index: Vpn): Row {
    let row = this.rows.get(index);
    if (row === undefined) {
      row = new Row(this.block(index), index);
      this.rows.set(index, row);
    }
    row.catchUp();
    return row;
  }

  private block(index: Vpn): Block {
    const number = Math.floor(index / BLOCK);
    const known = this.blocks.get(number);
    if (known !== undefined) return known;
    const block = new Block(number * BLOCK, this.anon_vma);
    this.blocks.set(number, block);
    return block;
  }

  /** The VMA at a place is another, has gone, or has other boundaries or flags. */
  vmaChanged(place: number, vma: Vma | null): void {
    this.visited.put(place, vma !== null);
    this.offsetsChanged(place, vma, 0, LAST_VPN);
  }

  /** A VMA has other boundaries or entries, all at page offsets of [first, end). */
  offsetsChanged(place: number, vma: Vma | null, first: Vpn, end: Vpn): void {
    this.credit--;
    for (const block of this.blocks.values()) {
      if (!block.overlaps(first, end)) continue;
      block.put(place, vma);
      this.credit--;
    }
  }

  entryChanged(place: number, index: Vpn, present: boolean): void {
    const block = this.blocks.get(Math.floor(index / BLOCK));
    block?.putEntry(place, index, present);
    this.rows.get(index)?.put(place);
    this.credit--;
  }

  get isWorthIt(): boolean {
    return this.credit >= 0;
  }

  /** Page offsets that differ from what the list says. */
  *wrongRows(): Generator<Vpn, void, void> {
    for (const index of [...this.rows.keys()]) if (!this.isRowRight(index)) yield index;
  }

  private isRowRight(index: Vpn): boolean {
    const row = this.row(index);
    for (let place = 0; place < this.anon_vma.end; place++) if (!this.isRight(row, index, place)) return false;
    return true;
  }

  private isRight(row: Row, index: Vpn, place: number): boolean {
    const vma = this.anon_vma.at(place);
    return (
      this.visited.has(place) === (vma !== null) &&
      row.isExamined(place) === (vma !== null && isExamined(vma, index)) &&
      row.isLocked(place) === (vma !== null && isLocked(vma, index))
    );
  }
}

/** A walk looks at the VMA's page table (vma_address). */
export const isExamined = (vma: Vma, index: Vpn): boolean =>
  index >= vma.pgoff && index < vma.pgoff + vma.pages && (vma.flags & VM.lock_rmap) === 0;

/** A walk takes the pte lock, because some page is there. */
const isLocked = (vma: Vma, index: Vpn): boolean =>
  isExamined(vma, index) && isPresent(vma.mm.pte(vma.start + index - vma.pgoff));

/** Boundaries, flags or any entries of a VMA have changed. */
export function vmaChanged(vma: Vma): void {
  for (let link = vma.links; link !== null; link = link.older) {
    link.anon_vma.walkIndex?.vmaChanged(link.place, vma);
    dropUnused(link.anon_vma);
  }
}

/** Boundaries or entries of a VMA have changed, all at pages of [start, end), which need not belong to it any more. */
export function pagesChanged(vma: Vma, start: Vpn, end: Vpn): void {
  const toOffset = vma.pgoff - vma.start;
  for (let link = vma.links; link !== null; link = link.older) {
    link.anon_vma.walkIndex?.offsetsChanged(link.place, vma, toOffset + start, toOffset + end);
    dropUnused(link.anon_vma);
  }
}

function dropUnused(anon_vma: AnonVma): void {
  if (anon_vma.walkIndex?.isWorthIt === false) anon_vma.walkIndex = null;
}

/** One entry of a VMA has become present, or is so no longer. */
export function entryChanged(vma: Vma, vpn: Vpn, present: boolean): void {
  for (let link = vma.links; link !== null; link = link.older)
    link.anon_vma.walkIndex?.entryChanged(link.place, vma.pgoff + vpn - vma.start, present);
}

// What walks over one long anon_vma list would count, without going through it every time.
//
// The simulated kernel visits every VMA up to the one that maps the page. Counting is enough for that as long as the count
// is the true one: an index keeps, for each page offset that was walked for, which VMAs a walk examines and in which it
// finds a present entry, as bits by place on the list. Whoever changes such a VMA or entry says so here. An index
// that is not used any more is dropped; checkLinks compares it with the list.

import { BitSet } from '../../base/bit-set.ts';
import type { AnonVma } from './anon-vma.ts';
import { isPresent, type Vpn } from './pte.ts';
import { VM, type Vma } from './vma.ts';

/** What a walk counts: VMAs on its way, those that may map the page, and those with an entry for another page there. */
export interface WalkCount {
  readonly visited: number;
  readonly examined: number;
  readonly locked: number;
}

/** Page offsets of one block, a bit each. */
const BLOCK = 32;
/** Changes that are remembered for the rows that have not seen them. */
const MOST_CHANGES = 1 << 16;

/** What walks find at each place of the list, for the page offsets of a block: the truth that rows are made from. */
class Block {
  private readonly first: Vpn;
  private examined = new Uint32Array(64);
  private locked = new Uint32Array(64);

  constructor(first: Vpn) {
    this.first = first;
  }

  put(place: number, vma: Vma | null): void {
    if (place >= this.examined.length) this.grow(2 * place);
    const { first } = this;
    const start = vma === null ? BLOCK : Math.max(0, vma.pgoff - first);
    const end = vma === null ? 0 : Math.min(BLOCK, vma.pgoff + vma.pages - first);
    let [examined, locked] = [0, 0];
    for (let at = start; at < end; at++) {
      if (vma === null || !isExamined(vma, first + at)) continue;
      examined |= 1 << at;
      if (isPresent(vma.pte(vma.start + first + at - vma.pgoff))) locked |= 1 << at;
    }
    this.examined[place] = examined;
    this.locked[place] = locked;
  }

  private grow(places: number): void {
    const [examined, locked] = [this.examined, this.locked];
    this.examined = new Uint32Array(places);
    this.locked = new Uint32Array(places);
    this.examined.set(examined);
    this.locked.set(locked);
  }

  putEntry(place: number, index: Vpn, present: boolean): void {
    const bit = 1 << (index % BLOCK);
    const old = this.locked[place] as number;
    this.locked[place] = present && this.isExamined(place, index) ? old | bit : old & ~bit;
  }

  isExamined(place: number, index: Vpn): boolean {
    return (((this.examined[place] ?? 0) >>> (index % BLOCK)) & 1) !== 0;
  }

  isLocked(place: number, index: Vpn): boolean {
    return (((this.locked[place] ?? 0) >>> (index % BLOCK)) & 1) !== 0;
  }
}

/** The same for one page offset, a bit for each place, so that they can be counted. */
class Row {
  readonly examined = new BitSet();
  readonly locked = new BitSet();
  /** Changes that it contains; -1 when it has to be made from the block. */
  seen = -1;
  private readonly block: Block;
  private readonly index: Vpn;

  constructor(block: Block, index: Vpn) {
    this.block = block;
    this.index = index;
  }

  put(place: number): void {
    this.examined.put(place, this.block.isExamined(place, this.index));
    this.locked.put(place, this.block.isLocked(place, this.index));
  }
}

export class WalkIndex {
  private readonly anon_vma: AnonVma;
  private readonly visited = new BitSet();
  /** By page offset divided by BLOCK, and by page offset. */
  private readonly blocks = new Map<number, Block>();
  private readonly rows = new Map<Vpn, Row>();
  /** Places where VMAs have changed, and how many changes there were before these. A row catches up when it is needed. */
  private readonly changes: number[] = [];
  private forgotten = 0;
  /** Changes of a block that may still come before the next use: as many as it would take to make the index anew. */
  private credit = 0;

  constructor(anon_vma: AnonVma) {
    this.anon_vma = anon_vma;
    for (const [place, vma] of anon_vma.places.entries()) this.visited.put(place, vma !== null);
  }

  /** What a walk counts from the head up to `place`, which included. */
  count(index: Vpn, place: number): WalkCount {
    const row = this.row(index);
    this.credit = this.blocks.size * this.anon_vma.length;
    return {
      visited: this.visited.countBelow(place + 1),
      examined: row.examined.countBelow(place + 1),
      locked: row.locked.countBelow(place + 1),
    };
  }

  /** As the list is now. */
  private row(index: Vpn): Row {
    let row = this.rows.get(index);
    if (row === undefined) {
      row = new Row(this.block(index), index);
      this.rows.set(index, row);
    }
    if (row.seen < this.forgotten) for (const place of this.anon_vma.places.keys()) row.put(place);
    else for (let i = row.seen - this.forgotten; i < this.changes.length; i++) row.put(this.changes[i] as number);
    row.seen = this.forgotten + this.changes.length;
    return row;
  }

  private block(index: Vpn): Block {
    const number = Math.floor(index / BLOCK);
    const known = this.blocks.get(number);
    if (known !== undefined) return known;
    const block = new Block(number * BLOCK);
    for (const [place, vma] of this.anon_vma.places.entries()) block.put(place, vma);
    this.blocks.set(number, block);
    return block;
  }

  /** The VMA at a place is another, has gone, or has other boundaries, flags or entries. */
  vmaChanged(place: number, vma: Vma | null): void {
    this.visited.put(place, vma !== null);
    for (const block of this.blocks.values()) block.put(place, vma);
    this.changes.push(place);
    if (this.changes.length > MOST_CHANGES) this.forgotten += this.changes.splice(0).length;
    this.credit -= this.blocks.size + 1;
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
    const { places } = this.anon_vma;
    for (const index of [...this.rows.keys()]) {
      const row = this.row(index);
      const isRight = places.every(
        (vma, place) =>
          this.visited.has(place) === (vma !== null) &&
          row.examined.has(place) === (vma !== null && isExamined(vma, index)) &&
          row.locked.has(place) === (vma !== null && isLocked(vma, index)),
      );
      if (!isRight) yield index;
    }
  }
}

/** A walk looks at the VMA's page table (vma_address). */
export const isExamined = (vma: Vma, index: Vpn): boolean =>
  index >= vma.pgoff && index < vma.pgoff + vma.pages && (vma.flags & VM.lock_rmap) === 0;

/** A walk takes the pte lock, because some page is there. */
const isLocked = (vma: Vma, index: Vpn): boolean =>
  isExamined(vma, index) && isPresent(vma.pte(vma.start + index - vma.pgoff));

/** Boundaries, flags or several entries of a VMA have changed. */
export function vmaChanged(vma: Vma): void {
  for (let link = vma.links; link !== null; link = link.older) {
    const { walkIndex } = link.anon_vma;
    if (walkIndex === null) continue;
    walkIndex.vmaChanged(link.place, vma);
    if (!walkIndex.isWorthIt) link.anon_vma.walkIndex = null;
  }
}

/** One entry of a VMA has become present, or is so no longer. */
export function entryChanged(vma: Vma, vpn: Vpn, present: boolean): void {
  for (let link = vma.links; link !== null; link = link.older)
    link.anon_vma.walkIndex?.entryChanged(link.place, vma.pgoff + vpn - vma.start, present);
}

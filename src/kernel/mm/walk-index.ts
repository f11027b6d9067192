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

interface Row {
  readonly examined: BitSet;
  readonly locked: BitSet;
}

/** Page offsets whose rows are made together. */
const BLOCK = 64;

export class WalkIndex {
  private readonly anon_vma: AnonVma;
  private readonly visited = new BitSet();
  /** By page offset. */
  private readonly rows = new Map<Vpn, Row>();
  /** Bits that may still be brought up to date before the next use: as many as it would take to make the index anew. */
  private credit = 0;

  constructor(anon_vma: AnonVma) {
    this.anon_vma = anon_vma;
    for (const [place, vma] of anon_vma.places.entries()) this.visited.put(place, vma !== null);
  }

  /** What a walk counts from the head up to `place`, which included. */
  count(index: Vpn, place: number): WalkCount {
    const row = this.rows.get(index) ?? this.addRows(index);
    this.credit = this.rows.size * this.anon_vma.length;
    return {
      visited: this.visited.countBelow(place + 1),
      examined: row.examined.countBelow(place + 1),
      locked: row.locked.countBelow(place + 1),
    };
  }

  /** Those of a whole block: once a VMA's entries are at hand, its neighbours cost little. */
  private addRows(index: Vpn): Row {
    const first = index - (index % BLOCK);
    for (let at = first; at < first + BLOCK; at++) this.rows.set(at, { examined: new BitSet(), locked: new BitSet() });
    for (const [place, vma] of this.anon_vma.places.entries()) {
      if (vma === null) continue;
      const end = Math.min(first + BLOCK, vma.pgoff + vma.pages);
      for (let at = Math.max(first, vma.pgoff); at < end; at++) putVma(this.rows.get(at) as Row, at, place, vma);
    }
    return this.rows.get(index) as Row;
  }

  /** The VMA at a place is another, has gone, or has other boundaries, flags or entries. */
  vmaChanged(place: number, vma: Vma | null): void {
    this.visited.put(place, vma !== null);
    for (const [index, row] of this.rows) putVma(row, index, place, vma);
    this.credit -= this.rows.size + 1;
  }

  entryChanged(place: number, index: Vpn, present: boolean): void {
    const row = this.rows.get(index);
    row?.locked.put(place, present && row.examined.has(place));
    this.credit--;
  }

  get isWorthIt(): boolean {
    return this.credit >= 0;
  }

  /** Page offsets that differ from what the list says. */
  *wrongRows(): Generator<Vpn, void, void> {
    const { places } = this.anon_vma;
    for (const [index, row] of this.rows) {
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

function putVma({ examined, locked }: Row, index: Vpn, place: number, vma: Vma | null): void {
  examined.put(place, vma !== null && isExamined(vma, index));
  locked.put(place, vma !== null && isLocked(vma, index));
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

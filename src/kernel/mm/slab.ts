// Slab caches: how many objects of a size exist and how many page frames they take.
//
// Objects of one cache are packed into pages; a page is given back when a whole page's worth of objects is free
// (as if free objects always came together, which they do when processes come and go).

import type { Pfn } from './page.ts';

const PAGE_BYTES = 4096;

export class Slab {
  readonly name: string;
  readonly bytes: number;
  private readonly perPage: number;
  readonly pages: Pfn[] = [];
  objects = 0;

  constructor(name: string, bytes: number) {
    this.name = name;
    this.bytes = bytes;
    this.perPage = Math.max(1, Math.floor(PAGE_BYTES / bytes));
  }

  get isFull(): boolean {
    return this.objects >= this.pages.length * this.perPage;
  }

  /** More objects than its pages can hold: a hand-over made them while nothing could be allocated. */
  get isShort(): boolean {
    return this.objects > this.pages.length * this.perPage;
  }

  /** A page that no object needs any more, or 0. */
  takeSpare(): Pfn {
    const spare = this.pages.length * this.perPage - this.objects;
    return spare >= 2 * this.perPage ? (this.pages.pop() ?? 0) : 0;
  }
}

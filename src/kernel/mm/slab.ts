// Slab caches: how many objects of a size exist and how many page frames they take.
//
// Objects of one cache are packed into pages; a page is given back when a whole page's worth of objects is free
// (as if free objects always came together, which they do when processes come and go).

import { Panic } from '../../engine/panic.ts';
import type { Pfn } from './page.ts';

export class Slab {
  readonly name: string;
  readonly bytes: number;
  private readonly perPage: number;
  readonly pages: Pfn[] = [];
  objects = 0;
  /** Of these, objects that only one path knows: allocated and linked nowhere yet, or unlinked and not freed yet. */
  held = 0;

  constructor(name: string, bytes: number, pageBytes: number) {
    this.name = name;
    this.bytes = bytes;
    this.perPage = Math.max(1, Math.floor(pageBytes / bytes));
  }

  get isFull(): boolean {
    return this.objects >= this.pages.length * this.perPage;
  }

  /** More objects than its pages can hold: a hand-over made them while nothing could be allocated. */
  get isShort(): boolean {
    return this.objects > this.pages.length * this.perPage;
  }

  /** An object was made, for the path that wants it. */
  allocate(): void {
    this.objects++;
    this.held++;
  }

  /** A path linked objects of its own into what everybody sees. */
  publish(count = 1): void {
    this.hold(-count);
  }

  /** A path took objects out of what everybody sees, to free them. */
  withdraw(count = 1): void {
    this.hold(count);
  }

  free(): void {
    this.objects--;
    this.hold(-1);
  }

  private hold(by: number): void {
    this.held += by;
    if (this.held < 0) throw new Panic('slab object freed or linked twice', { cache: this.name });
  }

  /** A page that no object needs any more, or 0. */
  takeSpare(): Pfn {
    const spare = this.pages.length * this.perPage - this.objects;
    return spare >= 2 * this.perPage ? (this.pages.pop() ?? 0) : 0;
  }
}

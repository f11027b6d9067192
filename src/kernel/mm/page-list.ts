// Pages in the hands of one path, linked through frames.next as the kernel links them through page->lru: they are on no list of
// the zone meanwhile.

import type { PageFrames, Pfn } from './page.ts';

export class PageList {
  /** 0 when there is none. */
  first: Pfn = 0;
  length = 0;
  private last: Pfn = 0;

  /** list_add_tail. */
  add({ next }: PageFrames, pfn: Pfn): void {
    next[pfn] = 0;
    if (this.first === 0) this.first = pfn;
    else next[this.last] = pfn;
    this.last = pfn;
    this.length++;
  }

  /** Takes out the first; 0 when there is none. */
  takeFirst({ next }: PageFrames): Pfn {
    const pfn = this.first;
    if (pfn === 0) return 0;
    this.first = next[pfn] as Pfn;
    this.length--;
    return pfn;
  }

  /** In order. */
  all({ next }: PageFrames): Pfn[] {
    const all: Pfn[] = [];
    for (let pfn = this.first; pfn !== 0; pfn = next[pfn] as Pfn) all.push(pfn);
    return all;
  }
}

// The pages that a job maps: most of them again and again, some for the first time.

import type { Random } from '../../base/random.ts';
import { HighPage } from '../../kernel/highmem/high-page.ts';

/** Numbers of pages that nobody has used yet. */
export class FreshPages {
  private next = 1;

  take(): HighPage {
    return new HighPage(this.next++);
  }
}

export class PageSet {
  private readonly pages: HighPage[];
  private readonly fresh: FreshPages;
  private readonly freshShare: number;
  private readonly random: Random;

  constructor(size: number, fresh: FreshPages, freshShare: number, random: Random) {
    this.pages = Array.from({ length: size }, () => fresh.take());
    this.fresh = fresh;
    this.freshShare = freshShare;
    this.random = random;
  }

  /** A fresh page takes the place of one that is not mapped again. */
  draw(): HighPage {
    const { pages, random } = this;
    const at = random.below(pages.length);
    if (random.unit() < this.freshShare) pages[at] = this.fresh.take();
    return pages[at] as HighPage;
  }
}

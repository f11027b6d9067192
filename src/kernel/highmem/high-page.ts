// A page of high memory: what struct page holds for kmap.

import { CacheLine } from '../../machine/cache-line.ts';
import type { Pfn } from '../mm/page.ts';

/** An address in the kernel's own space, as a page number. */
export type Vpn = number;

/** No address. */
export const NOWHERE: Vpn = 0;

export class HighPage {
  readonly pfn: Pfn;
  /** page->virtual: where the pool maps it, or NOWHERE. Under kmap_lock. */
  virtual: Vpn = NOWHERE;
  /** Of its struct page. */
  readonly line = new CacheLine();

  constructor(pfn: Pfn) {
    this.pfn = pfn;
  }
}

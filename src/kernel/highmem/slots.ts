// The slots of one CPU: addresses that only tasks on this CPU use, so no lock protects them.

import type { HighPage, Vpn } from './high-page.ts';
import { Overflow } from './overflow.ts';

export class Slots {
  /** Address of the first slot. */
  readonly base: Vpn;
  /** What each one maps. */
  readonly page: (HighPage | null)[];
  free: number;
  readonly overflow = new Overflow();

  constructor(base: Vpn, count: number) {
    this.base = base;
    this.page = new Array<HighPage | null>(count).fill(null);
    this.free = count;
  }

  take(page: HighPage): Vpn {
    const slot = this.page.indexOf(null);
    this.page[slot] = page;
    this.free--;
    return this.base + slot;
  }

  give(at: Vpn): void {
    this.page[at - this.base] = null;
    this.free++;
  }
}

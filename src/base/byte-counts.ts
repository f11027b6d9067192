// Counts of very many things, nearly all of them small: a byte each, and those that do not fit into one apart.

import { IntMap } from './int-map.ts';

/** In a byte: the count is kept apart. */
const CONTINUED = 255;

export class ByteCounts {
  private readonly bytes: Uint8Array;
  private readonly continued = new IntMap<number>(0);

  /** Of the numbers below `length`; all 0. */
  constructor(length: number) {
    this.bytes = new Uint8Array(length);
  }

  get(index: number): number {
    const count = this.bytes[index] as number;
    return count === CONTINUED ? this.continued.get(index) : count;
  }

  /** Only for an index above 0 may the count be 255 and more. */
  set(index: number, count: number): void {
    const isContinued = this.bytes[index] === CONTINUED;
    this.bytes[index] = count < CONTINUED ? count : CONTINUED;
    if (count >= CONTINUED) this.continued.set(index, count);
    else if (isContinued) this.continued.delete(index);
  }
}

// A set of small whole numbers, one bit each; grows by itself.

export class BitSet {
  private words = new Uint32Array(4);

  has(at: number): boolean {
    return (((this.words[at >>> 5] ?? 0) >>> (at & 31)) & 1) !== 0;
  }

  put(at: number, isIn: boolean): void {
    const word = at >>> 5;
    if (word >= this.words.length) {
      if (!isIn) return;
      const grown = new Uint32Array(2 * word);
      grown.set(this.words);
      this.words = grown;
    }
    const bit = 1 << (at & 31);
    const old = this.words[word] as number;
    this.words[word] = isIn ? old | bit : old & ~bit;
  }

  /** How many members are below `end`. */
  countBelow(end: number): number {
    const { words } = this;
    const whole = Math.min(end >>> 5, words.length);
    let count = 0;
    for (let word = 0; word < whole; word++) count += ones(words[word] as number);
    return count + ones((words[end >>> 5] ?? 0) & ((1 << (end & 31)) - 1));
  }
}

/** Bits set in 32 (Warren, Hacker's Delight, 5-1). */
export function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555);
  const nibbles = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}

// A program's own account of where its stacks are: a bit per place, set when it is taken. The lowest free place is next.

const BITS = 32;
const FULL = -1;

export class SlotMap {
  private readonly words: number[] = [];
  /** No word before this one has a free place. */
  private lowest = 0;

  /** The place, and how many words were looked at for it. */
  take(): { readonly slot: number; readonly looked: number } {
    const from = this.lowest;
    while (this.words[this.lowest] === FULL) this.lowest++;
    const word = this.words[this.lowest] ?? 0;
    const free = ~word & -~word;
    this.words[this.lowest] = word | free;
    return { slot: this.lowest * BITS + (BITS - 1 - Math.clz32(free)), looked: this.lowest - from + 1 };
  }

  give(slot: number): void {
    const at = Math.floor(slot / BITS);
    this.words[at] = (this.words[at] ?? 0) & ~(1 << (slot % BITS));
    this.lowest = Math.min(this.lowest, at);
  }
}

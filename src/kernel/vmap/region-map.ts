// A bitmap with regions of 2^order bits at multiples of their size (lib/bitmap.c). Finding a free one looks at one
// position after another from the beginning, with a call of __reg_op each.

export class RegionMap {
  private readonly bits: Uint8Array;

  constructor(bits: number) {
    this.bits = new Uint8Array(bits);
  }

  /** The first free region of that order, taken, or -1; and how many positions were looked at. */
  bitmap_find_free_region(order: number): { readonly at: number; readonly probes: number } {
    const size = 1 << order;
    for (let at = 0, probes = 1; at + size <= this.bits.length; at += size, probes++) {
      if (!this.isFree(at, size)) continue;
      this.bitmap_allocate_region(at, order);
      return { at, probes };
    }
    return { at: -1, probes: Math.floor(this.bits.length / size) };
  }

  private isFree(at: number, size: number): boolean {
    for (let bit = at; bit < at + size; bit++) if (this.bits[bit] !== 0) return false;
    return true;
  }

  bitmap_allocate_region(at: number, order: number): void {
    this.bits.fill(1, at, at + (1 << order));
  }

  isSet(bit: number): boolean {
    return this.bits[bit] !== 0;
  }

  count(): number {
    return this.bits.reduce((sum, bit) => sum + bit, 0);
  }

  /** Runs of set bits, in order. */
  *runs(): Generator<{ readonly at: number; readonly length: number }> {
    let from = -1;
    for (let bit = 0; bit <= this.bits.length; bit++) {
      const isSet = this.bits[bit] === 1;
      if (isSet && from < 0) from = bit;
      if (isSet || from < 0) continue;
      yield { at: from, length: bit - from };
      from = -1;
    }
  }
}

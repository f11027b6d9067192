// A histogram with one bucket per power of two; exact count, sum, minimum and maximum.

const HALF_WORD = 0x1_0000_0000;

/** 0 holds the zeroes, n the values in [2^(n-1), 2^n). */
export const bucketOf = (value: number): number =>
  value < HALF_WORD ? 32 - Math.clz32(value) : 64 - Math.clz32(value / HALF_WORD);

export class Histogram {
  readonly buckets = new Float64Array(54);
  count = 0;
  sum = 0;
  min = 0;
  max = 0;

  /** `value` is a non-negative whole number below 2^53. */
  add(value: number): void {
    this.min = this.count === 0 || value < this.min ? value : this.min;
    this.max = value > this.max ? value : this.max;
    this.count++;
    this.sum += value;
    const bucket = bucketOf(value);
    this.buckets[bucket] = (this.buckets[bucket] as number) + 1;
  }

  get mean(): number {
    return this.count === 0 ? 0 : this.sum / this.count;
  }
}

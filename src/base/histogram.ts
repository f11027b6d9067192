// A histogram with one bucket per power of two; exact count, sum, minimum and maximum.

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
    const bucket = value < 1 ? 0 : Math.floor(Math.log2(value)) + 1;
    this.buckets[bucket] = (this.buckets[bucket] as number) + 1;
  }

  get mean(): number {
    return this.count === 0 ? 0 : this.sum / this.count;
  }
}

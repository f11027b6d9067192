// One file of exp(1) values that every implementation of a benchmark reads, so that all simulate the same thing.

import { writeFileSync } from 'node:fs';
import { Random } from '../../src/base/random.ts';

export const COUNT = 65_536;

export function exponentials(): Float64Array {
  const random = new Random(1, 'bench');
  return Float64Array.from({ length: COUNT }, () => -Math.log(1 - random.unit()));
}

export function writeExponentials(path: string): void {
  writeFileSync(path, new Uint8Array(exponentials().buffer));
}

/** What one task draws from the table; the lock models in C++ and Python start at the same place. */
export class Draws {
  private readonly table: Float64Array;
  private at: number;

  constructor(table: Float64Array, id: number) {
    this.table = table;
    this.at = (id * 7919) % COUNT;
  }

  /** Whole ns. */
  next(mean: number): number {
    const value = this.table[this.at] as number;
    this.at = (this.at + 1) % COUNT;
    return Math.floor(mean * value + 0.5);
  }
}

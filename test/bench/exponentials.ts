// One file of exp(1) values that every implementation of a benchmark reads, so that all simulate the same thing.

import { writeFileSync } from 'node:fs';
import { Random } from '../../src/base/random.ts';

export const COUNT = 65_536;

/** Task `id` of the lock model starts here in the table. */
export const startOf = (id: number): number => (id * 7919) % COUNT;

export function exponentials(): Float64Array {
  const random = new Random(1, 'bench');
  return Float64Array.from({ length: COUNT }, () => -Math.log(1 - random.unit()));
}

export function writeExponentials(path: string): void {
  writeFileSync(path, new Uint8Array(exponentials().buffer));
}

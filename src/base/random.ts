// Random streams: sfc32 (Chris Doty-Humphrey), one stream per entity and purpose.
//
// A stream is named, e.g. 'task7/think': a changed algorithm or an extra entity shifts no other stream, so two
// variants of one run see the same workload (common random numbers).

import type { Ns } from './time.ts';

/** 32-bit FNV-1a. */
function hashName(seed: number, name: string): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: number, name: string) {
    this.a = hashName(seed, name) | 0;
    this.b = hashName(seed ^ 0x5bd1e995, name) | 0;
    this.c = seed | 0;
    for (let i = 0; i < 12; i++) this.u32();
  }

  /** Uniform whole number in [0, 2^32). */
  u32(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    this.c |= 0;
    return sum >>> 0;
  }

  /** Uniform in [0, 1). */
  unit(): number {
    return this.u32() / 0x1_0000_0000;
  }

  /** Uniform whole number in [0, n). */
  below(n: number): number {
    return Math.floor(this.unit() * n);
  }

  /** Exponential with the given mean, rounded to whole ns. */
  expNs(mean: Ns): Ns {
    return Math.floor(-Math.log(1 - this.unit()) * mean + 0.5);
  }

  /** Permutes in place (Fisher-Yates). */
  shuffle(items: Uint8Array | number[]): void {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const swapped = items[i] as number;
      items[i] = items[j] as number;
      items[j] = swapped;
    }
  }
}

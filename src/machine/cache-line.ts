// Cache lines: who wrote a line last and who has a copy. Hand-off, stampede and hold-time inflation come from here.

import type { Ns } from '../base/time.ts';
import type { Coherence } from './coherence.ts';

/** Nobody has touched it: the first access hits, as after initialisation by the same CPU. */
const NOBODY = -1;

export class CacheLine {
  private owner = NOBODY;
  /** Those who have read it since the last write, in that order, without the owner. */
  private readonly readers: number[] = [];

  read(coherence: Coherence, cpu: number): Ns {
    if (this.owner === cpu || this.owner === NOBODY || this.readers.includes(cpu)) return coherence.hitNs;
    this.readers.push(cpu);
    return coherence.transfer(this.owner, cpu);
  }

  /** The owner's own write must invalidate the copies; the latest reader stands for all. */
  write(coherence: Coherence, cpu: number): Ns {
    const { owner, readers } = this;
    const from = owner === NOBODY ? cpu : owner === cpu ? (readers.at(-1) ?? cpu) : owner;
    this.owner = cpu;
    readers.length = 0;
    return coherence.transfer(from, cpu);
  }
}

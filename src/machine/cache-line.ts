// Cache lines: who wrote a line last and who has a copy. Hand-off, stampede and hold-time inflation come from here.

import type { Ns } from '../base/time.ts';
import type { Coherence } from './coherence.ts';

/** Nobody has touched it: the first access hits, as after initialisation by the same CPU. */
const NOBODY = -1;

export class CacheLine {
  private owner = NOBODY;
  /** True while some other CPU may have a copy, so that the owner's next write must invalidate. */
  private shared = false;
  /** The last reader that is not the owner; enough to tell a hit for one CPU that reads again and again. */
  private reader = NOBODY;

  /** Last writer, or -1. */
  get lastWriter(): number {
    return this.owner;
  }

  read(coherence: Coherence, cpu: number): Ns {
    if (this.owner === cpu || this.reader === cpu || this.owner === NOBODY) return coherence.hitNs;
    this.reader = cpu;
    this.shared = true;
    return coherence.transfer(this.owner, cpu);
  }

  write(coherence: Coherence, cpu: number): Ns {
    const from = this.owner === NOBODY ? cpu : this.owner === cpu && this.shared ? this.reader : this.owner;
    this.owner = cpu;
    this.reader = NOBODY;
    this.shared = false;
    return coherence.transfer(from, cpu);
  }
}

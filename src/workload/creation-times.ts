// How long each creation of a thread or a process took, and what follows from that: where the knee is, and with what power of
// those before it a creation grows.

import type { Ns } from '../base/time.ts';

/** Creations at the beginning that tell what a creation costs while nothing is long yet. */
const FIRST = 100;
/** Share of the creations that is averaged at either end of the octave. */
const SHARE = 0.05;

export class CreationTimes {
  /** By number of those before it, live threads or generations, the latest of each. */
  private readonly ns: Ns[] = [];

  note(before: number, ns: Ns): void {
    this.ns[before] = ns;
  }

  /** Creation that costs twice what the first hundred cost on average; NaN while there is none. */
  knee(): number {
    if (this.ns.length < 2 * FIRST) return Number.NaN;
    const limit = 2 * this.mean(0, FIRST);
    const at = this.ns.findIndex((ns, before) => before >= FIRST && ns >= limit);
    return at < 0 ? Number.NaN : at;
  }

  /** The power of N with which a creation grew over the last octave. */
  growth(): number {
    const { length } = this.ns;
    if (length < 2 * FIRST) return Number.NaN;
    const half = Math.floor(length / 2);
    const [late, early] = [length, half].map((end) => this.mean(Math.floor(end * (1 - SHARE)), end)) as [Ns, Ns];
    return Math.log2(late / early);
  }

  private mean(from: number, to: number): Ns {
    let sum = 0;
    for (let at = from; at < to; at++) sum += this.ns[at] ?? 0;
    return sum / (to - from);
  }
}

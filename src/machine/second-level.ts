// The second-level caches, one per CPU, line by line. Only what asks for lines here is in them.

import type { Ns } from '../base/time.ts';
import { LineCache } from './line-cache.ts';

export interface SecondLevelCosts {
  readonly bytes: number;
  readonly lineBytes: number;
  readonly hitNs: Ns;
  /** From memory. */
  readonly missNs: Ns;
}

export class SecondLevel {
  readonly costs: SecondLevelCosts;
  hits = 0;
  misses = 0;
  private readonly caches: readonly LineCache[];
  private readonly lines: number;
  private newest = 0;
  private readonly freed: number[] = [];
  /** Lines of memory that is used once: more than fit, in turn, so that each has left when its turn comes again. */
  private readonly passing: readonly number[];
  private turn = 0;

  constructor(cpus: number, costs: SecondLevelCosts) {
    this.costs = costs;
    this.lines = Math.max(1, Math.floor(costs.bytes / costs.lineBytes));
    this.caches = Array.from({ length: cpus }, () => new LineCache(this.lines));
    this.passing = Array.from({ length: this.lines + 1 }, () => this.allocate());
  }

  /** A line that nobody else has; what was freed last comes first, as from a slab. */
  allocate(): number {
    return this.freed.pop() ?? ++this.newest;
  }

  free(line: number): void {
    this.freed.push(line);
  }

  read(cpu: number, line: number): Ns {
    if ((this.caches[cpu] as LineCache).use(line)) {
      this.hits++;
      return this.costs.hitNs;
    }
    this.misses++;
    return this.costs.missNs;
  }

  write(cpu: number, line: number): Ns {
    for (const [other, cache] of this.caches.entries()) if (other !== cpu) cache.invalidate(line);
    return this.read(cpu, line);
  }

  /** Memory that is used now and not again for long takes the places of others; its own time is charged elsewhere. */
  pass(cpu: number, bytes: number): void {
    const cache = this.caches[cpu] as LineCache;
    for (let left = Math.ceil(bytes / this.costs.lineBytes); left > 0; left--) {
      cache.use(this.passing[this.turn] as number);
      this.turn = (this.turn + 1) % this.passing.length;
    }
  }
}

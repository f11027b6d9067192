// The page table of the kernel's own address space, as far as vmap fills it. Entries are written by whoever owns the
// range; eight of them share a cache line, so neighbours drag each other's lines.

import type { Ns } from '../../base/time.ts';
import { CacheLine } from '../../machine/cache-line.ts';
import type { Coherence } from '../../machine/coherence.ts';
import type { Pfn } from '../mm/page.ts';
import type { Vpn } from './vmap-area.ts';

const LINE_BITS = 3;

export class KernelPageTable {
  private readonly entries = new Map<Vpn, Pfn>();
  private readonly lines = new Map<number, CacheLine>();
  private readonly coherence: Coherence;

  constructor(coherence: Coherence) {
    this.coherence = coherence;
  }

  get mapped(): number {
    return this.entries.size;
  }

  /** 0 for an empty entry. */
  get(vpn: Vpn): Pfn {
    return this.entries.get(vpn) ?? 0;
  }

  /** Mapped pages in no particular order. */
  vpns(): Iterable<Vpn> {
    return this.entries.keys();
  }

  set(vpn: Vpn, pfn: Pfn): void {
    this.entries.set(vpn, pfn);
  }

  clear(vpn: Vpn): void {
    this.entries.delete(vpn);
  }

  /** What `cpu` waits for the lines that hold the entries of a range, which it writes. */
  writeLines(cpu: number, start: Vpn, count: number): Ns {
    let ns = 0;
    const last = (start + count - 1) >>> LINE_BITS;
    for (let at = start >>> LINE_BITS; at <= last; at++) ns += this.line(at).write(this.coherence, cpu);
    return ns;
  }

  /** What `cpu` waits for the line of one entry, which it reads. */
  readLine(cpu: number, vpn: Vpn): Ns {
    return this.line(vpn >>> LINE_BITS).read(this.coherence, cpu);
  }

  private line(at: number): CacheLine {
    const known = this.lines.get(at);
    if (known !== undefined) return known;
    const line = new CacheLine();
    this.lines.set(at, line);
    return line;
  }
}

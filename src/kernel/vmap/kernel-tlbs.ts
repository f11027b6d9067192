// Translations of vmap addresses that CPUs have in their TLBs. A translation stays until a flush or until newer ones push
// it out, whatever happens to the page table: that is why addresses must not be used again before a flush.

import type { Pfn } from '../mm/page.ts';
import type { Vpn } from './vmap-area.ts';

/** Data TLB of K10 for 4K pages: 48 entries of the first level, 512 of the second. */
const ENTRIES = 560;

export class KernelTlbs {
  private readonly perCpu: readonly Map<Vpn, Pfn>[];

  constructor(cpus: number) {
    this.perCpu = Array.from({ length: cpus }, () => new Map());
  }

  /** 0 for a miss. */
  lookUp(cpu: number, vpn: Vpn): Pfn {
    return this.of(cpu).get(vpn) ?? 0;
  }

  fill(cpu: number, vpn: Vpn, pfn: Pfn): void {
    const tlb = this.of(cpu);
    if (tlb.size >= ENTRIES) for (const [oldest] of tlb) if (tlb.delete(oldest)) break;
    tlb.set(vpn, pfn);
  }

  flushAll(): void {
    for (const tlb of this.perCpu) tlb.clear();
  }

  of(cpu: number): Map<Vpn, Pfn> {
    return this.perCpu[cpu] as Map<Vpn, Pfn>;
  }
}

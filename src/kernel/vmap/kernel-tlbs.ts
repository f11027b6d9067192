// Translations of the kernel's own addresses that CPUs have in their TLBs. A translation stays until a flush or until newer ones push
// it out, whatever happens to the page table: that is why addresses must not be used again before a flush.

import type { Pfn } from '../mm/page.ts';
import type { Vpn } from './vmap-area.ts';

export class KernelTlbs {
  private readonly perCpu: readonly Map<Vpn, Pfn>[];
  private readonly entries: number;

  constructor(cpus: number, entries: number) {
    this.entries = entries;
    this.perCpu = Array.from({ length: cpus }, () => new Map());
  }

  /** 0 for a miss. */
  lookUp(cpu: number, vpn: Vpn): Pfn {
    return this.of(cpu).get(vpn) ?? 0;
  }

  fill(cpu: number, vpn: Vpn, pfn: Pfn): void {
    const tlb = this.of(cpu);
    if (tlb.size >= this.entries) for (const [oldest] of tlb) if (tlb.delete(oldest)) break;
    tlb.set(vpn, pfn);
  }

  /** invlpg. */
  drop(cpu: number, vpn: Vpn): void {
    this.of(cpu).delete(vpn);
  }

  flushAll(): void {
    for (const tlb of this.perCpu) tlb.clear();
  }

  of(cpu: number): Map<Vpn, Pfn> {
    return this.perCpu[cpu] as Map<Vpn, Pfn>;
  }
}

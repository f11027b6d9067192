// Writes of pages to their slots. Reclaimers wait with tens of thousands of them for the disk, and each lives long enough to
// be costly garbage: records are used again.

import type { Cpu } from '../../machine/cpu.ts';
import { DiskRequest } from '../../machine/disk.ts';
import type { Kernel } from './kernel.ts';
import { rotate_reclaimable_page } from './lru-cache.ts';
import { type Pfn, PG } from './page.ts';
import { ioInterrupt } from './swap.ts';

class SwapWrite extends DiskRequest {
  private readonly k: Kernel;
  private readonly pool: SwapWrites;
  /** Whom the completion interrupts. */
  private cpu: Cpu;
  private pfn: Pfn;
  nextFree: SwapWrite | null = null;

  constructor(k: Kernel, pool: SwapWrites, cpu: Cpu, pfn: Pfn, slot: number) {
    super(slot, 1, true);
    this.k = k;
    this.pool = pool;
    this.cpu = cpu;
    this.pfn = pfn;
  }

  reuse(cpu: Cpu, pfn: Pfn, slot: number): void {
    this.renew(slot, 1);
    this.cpu = cpu;
    this.pfn = pfn;
  }

  /** end_swap_bio_write. */
  protected override ended(): void {
    const { k, cpu, pfn } = this;
    this.pool.give(this);
    k.frames.clear(pfn, PG.writeback);
    k.stat.writebackPages--;
    ioInterrupt(k, cpu);
    rotate_reclaimable_page(k, pfn);
  }
}

export class SwapWrites {
  private readonly k: Kernel;
  private free: SwapWrite | null = null;

  constructor(k: Kernel) {
    this.k = k;
  }

  take(cpu: Cpu, pfn: Pfn, slot: number): DiskRequest {
    const write = this.free;
    if (write === null) return new SwapWrite(this.k, this, cpu, pfn, slot);
    this.free = write.nextFree;
    write.reuse(cpu, pfn, slot);
    return write;
  }

  give(write: SwapWrite): void {
    write.nextFree = this.free;
    this.free = write;
  }
}

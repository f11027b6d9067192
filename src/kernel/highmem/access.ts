// Access to a mapped page: through this CPU's TLB, or else the page table.

import { Panic } from '../../engine/panic.ts';
import type { Call } from '../../machine/call.ts';
import type { Pfn } from '../mm/page.ts';
import type { HighPage, Vpn } from './high-page.ts';
import type { Highmem } from './highmem.ts';

/** Returns the page that the access reaches. */
export function access(highmem: Highmem, c: Call, at: Vpn): Pfn {
  const { tlbs, costs } = highmem;
  const cpu = c.cpu.id;
  c.spend(costs.touch);
  const known = tlbs.lookUp(cpu, at);
  if (known !== 0) return known;
  c.spend(costs.tlbMiss);
  const page = mappedAt(highmem, at);
  if (page === null) throw new Panic('access to an unmapped page', { vpn: at, cpu }, c.cpu.engine.now);
  tlbs.fill(cpu, at, page.pfn);
  return page.pfn;
}

/** What the kernel's page table says. */
export function mappedAt(highmem: Highmem, at: Vpn): HighPage | null {
  const pool = highmem.poolOf(at);
  if (pool !== null) return pool.page[at - pool.base] ?? null;
  for (const { base, page } of highmem.slots) if (at >= base && at < base + page.length) return page[at - base] ?? null;
  return null;
}

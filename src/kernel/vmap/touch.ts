// Access to a mapped page: through this CPU's TLB, or else the page table.

import { Panic } from '../../engine/panic.ts';
import type { Call } from '../../machine/call.ts';
import type { Pfn } from '../mm/page.ts';
import type { Vmap } from './vmap.ts';
import type { Vpn } from './vmap-area.ts';

/** Returns the page that the access reaches. */
export function touch({ tlbs, pages, costs }: Vmap, c: Call, vpn: Vpn): Pfn {
  const cpu = c.cpu.id;
  const known = tlbs.lookUp(cpu, vpn);
  c.spend(costs.touch);
  if (known !== 0) return known;
  c.spend(costs.tlbMiss + pages.readLine(cpu, vpn));
  const pfn = pages.get(vpn);
  if (pfn === 0) throw new Panic('access to an unmapped page', { vpn, cpu }, c.cpu.engine.now);
  tlbs.fill(cpu, vpn, pfn);
  return pfn;
}

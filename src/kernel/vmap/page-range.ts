// Entries of the kernel's page table, set and cleared for a range. Needs no lock: a range has one owner.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Pfn } from '../mm/page.ts';
import type { Vmap } from './vmap.ts';
import type { Vpn } from './vmap-area.ts';

const S = symbols('vmap_page_range', 'map_vm_area', 'vunmap_page_range');

/** vmap() sets entries in map_vm_area, vm_map_ram() in vmap_page_range directly. */
export function map_vm_area(vmap: Vmap, c: Call, start: Vpn, pages: readonly Pfn[]): void {
  setEntries(vmap, c.enter(S.map_vm_area), start, pages);
}

export function vmap_page_range(vmap: Vmap, c: Call, start: Vpn, pages: readonly Pfn[]): void {
  setEntries(vmap, c.enter(S.vmap_page_range), start, pages);
}

function setEntries({ pages: table, costs }: Vmap, c: Call, start: Vpn, pages: readonly Pfn[]): void {
  c.spend(costs.tableWalk + pages.length * costs.setPte + table.writeLines(c.cpu.id, start, pages.length));
  for (const [at, pfn] of pages.entries()) table.set(start + at, pfn);
}

/** Clears what is mapped of a range; translations stay in the TLBs. */
export function vunmap_page_range({ pages: table, costs }: Vmap, from: Call, start: Vpn, count: number): void {
  const c = from.enter(S.vunmap_page_range);
  c.spend(costs.tableWalk + count * costs.clearPte + table.writeLines(c.cpu.id, start, count));
  for (let vpn = start; vpn < start + count; vpn++) table.clear(vpn);
}

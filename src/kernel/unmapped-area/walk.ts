// The walk along the list of VMAs that all variants before the gap tree do, from some address on.

import type { Ns } from '../../base/time.ts';
import type { Call } from '../../machine/call.ts';
import type { AddressSpaces } from '../address-space/address-spaces.ts';
import { type MmStruct, TASK_SIZE } from '../address-space/mm-struct.ts';
import type { Vpn } from '../address-space/vm-area.ts';

/** The first place from `from` on where `pages` fit; null when there is none. Each hole before it is told to `skipped`. */
export function firstFit(
  as: AddressSpaces,
  c: Call,
  mm: MmStruct,
  { from, pages }: { readonly from: Vpn; readonly pages: number },
  skipped: ((start: Vpn, pages: number) => void) | null = null,
): Vpn | null {
  const cpu = c.cpu.id;
  let ns: Ns = 0;
  let visited = 0;
  let addr = from;
  let vma = mm.find_vma(c, from);
  for (; vma !== null && addr + pages > vma.start; vma = vma.next) {
    ns += as.read(cpu, vma);
    visited++;
    if (skipped !== null && vma.start > addr) skipped(addr, vma.start - addr);
    addr = vma.end;
  }
  if (vma !== null) ns += as.read(cpu, vma);
  as.stat.visited += visited;
  c.spend(ns);
  return addr + pages <= TASK_SIZE ? addr : null;
}

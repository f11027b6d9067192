// The truth about a page, from the page tables alone: every entry that refers to it, whatever the reverse map knows.
//
// An anonymous page has the same offset wherever it is mapped, so one entry per VMA is looked at and not every page table.

import type { Kernel } from '../mm/kernel.ts';
import type { Pfn } from '../mm/page.ts';
import { isMigration, isPresent, type PteTable, ptePfn, type Vpn } from '../mm/pte.ts';
import type { Vma } from '../mm/vma.ts';

export interface EntryPlace {
  readonly vma: Vma;
  readonly vpn: Vpn;
  readonly table: PteTable;
}

/** Entries that map the page, or migration entries of it. */
export function entriesOf(k: Kernel, pfn: Pfn, state: 'present' | 'migration'): readonly EntryPlace[] {
  const refers = state === 'present' ? isPresent : isMigration;
  const index = k.frames.index[pfn] as number;
  const found: EntryPlace[] = [];
  for (const mm of k.mms.values())
    for (let vma = mm.mmap; vma !== null; vma = vma.next) {
      if (index < vma.pgoff || index >= vma.pgoff + vma.pages) continue;
      const vpn = vma.start + index - vma.pgoff;
      const table = mm.table(vpn);
      const pte = table?.get(vpn) ?? 0;
      if (table !== null && refers(pte) && ptePfn(pte) === pfn) found.push({ vma, vpn, table });
    }
  return found;
}

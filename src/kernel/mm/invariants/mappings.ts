// mapcount = page table entries found by a full scan of all address spaces, and every one of them can be found by a walk
// of the reverse map: the page's anon_vma lives, and one of the VMA's links leads to it.

import type { Kernel } from '../kernel.ts';
import { type Pfn, PG } from '../page.ts';
import { isMigration, isPresent, LOST_PTE, PTES_PER_TABLE, ptePfn, pteSlot, type Vpn } from '../pte.ts';
import type { Mm, Vma } from '../vma.ts';
import { equal, holds } from './equal.ts';

/** Entries by frame and by swap slot. */
export interface Found {
  readonly mapped: Int32Array;
  readonly swapped: Int32Array;
}

export function checkMappings(k: Kernel): Found {
  const found: Found = { mapped: new Int32Array(k.frames.count + 1), swapped: new Int32Array(k.swap.slots) };
  for (const mm of k.mms.values()) scanMm(k, mm, found);
  let anon = 0;
  for (let pfn = 1; pfn <= k.frames.count; pfn++) {
    equal(k.frames.mapcount(pfn), found.mapped[pfn] ?? -1, 'mapcount = entries that map the page', { pfn });
    if (k.frames.has(pfn, PG.anon) && found.mapped[pfn] !== 0) anon++;
  }
  equal(k.stat.anonPages, anon, 'mapped anonymous pages are counted');
  return found;
}

function scanMm(k: Kernel, mm: Mm, found: Found): void {
  checkVmaList(mm);
  let present = 0;
  for (const table of mm.tables) {
    holds(mm.table(table.region * PTES_PER_TABLE) === table, 'one page table per region', {
      mm: mm.id,
      region: table.region,
    });
    const end = (table.region + 1) * PTES_PER_TABLE;
    for (let vpn = table.nextUsed(0, end); vpn < end; vpn = table.nextUsed(vpn + 1, end)) {
      const pte = table.get(vpn);
      const vma = mm.find(vpn);
      holds(vma !== null, 'page table entry lies in a VMA', { mm: mm.id, vpn });
      if (isPresent(pte)) {
        present++;
        count(found.mapped, ptePfn(pte));
        checkPresent(k, vma as Vma, vpn, ptePfn(pte));
      } else if (isMigration(pte)) {
        present++;
        checkMigration(k, mm, vpn, pte);
      } else count(found.swapped, pteSlot(pte));
    }
  }
  equal(mm.rss, present, 'rss = entries that are present or whose page is being moved', { mm: mm.id });
}

/** A page that is being moved, unless a race that was caught has lost it. */
function checkMigration(k: Kernel, mm: Mm, vpn: Vpn, pte: number): void {
  const isMoved = k.frames.has(ptePfn(pte), PG.locked);
  const isLost = pte === LOST_PTE && k.races !== null && k.races.counts.stale_migration_entry > 0;
  holds(isMoved || isLost, 'the page of a migration entry is locked', { mm: mm.id, vpn, pte });
}

const count = (by: Int32Array, index: number): void => {
  by[index] = (by[index] as number) + 1;
};

function checkVmaList(mm: Mm): void {
  let end = 0;
  for (const vma of mm.vmas()) {
    holds(vma.mm === mm, 'VMA knows its address space', { mm: mm.id, start: vma.start });
    holds(vma.start >= end && vma.end > vma.start, 'VMAs are in order', { mm: mm.id, start: vma.start, end: vma.end });
    end = vma.end;
  }
}

function checkPresent({ frames, anonVmas }: Kernel, vma: Vma, vpn: Vpn, pfn: Pfn): void {
  const where = { pfn, mm: vma.mm.id, vpn };
  holds(frames.has(pfn, PG.used), 'mapped page is allocated', where);
  holds(frames.has(pfn, PG.anon) && !frames.has(pfn, PG.kernel), 'mapped page is anonymous', where);
  equal(frames.index[pfn] ?? -1, vma.pgoff + vpn - vma.start, 'page lies at its offset in the VMA', where);
  const mapping = frames.mapping[pfn] as number;
  holds(anonVmas.get(mapping) !== null, 'mapping of a mapped page is a live anon_vma', { ...where, mapping });
  holds(leadsTo(vma, mapping), 'a walk of the reverse map finds the entry', { ...where, mapping });
}

function leadsTo(vma: Vma, anonVma: number): boolean {
  for (let link = vma.links; link !== null; link = link.older) if (link.anon_vma.id === anonVma) return true;
  return false;
}

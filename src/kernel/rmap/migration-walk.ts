// The two walks of a migration: entries that map a page become migration entries, and those become entries of the new page
// (try_to_unmap with TTU_MIGRATION in mm/rmap.c, remove_migration_ptes in mm/migrate.c, Linux 3.7).
//
// * The first stops at mapcount 0, the second has to find all migration entries of the page, so it goes through the whole list.
// * Whoever faults on a migration entry waits for the page lock of the old page.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import type { AnonVma } from '../mm/anon-vma.ts';
import { isLocked, lock_anon_vma, unlock_anon_vma } from '../mm/anon-vma-lock.ts';
import type { Kernel } from '../mm/kernel.ts';
import type { UnmapFlush } from '../mm/migration.ts';
import type { Pfn } from '../mm/page.ts';
import { isMigration, migrationPte, PTE, presentPte, ptePfn, type Vpn } from '../mm/pte.ts';
import { page_add_anon_rmap, page_remove_rmap } from '../mm/rmap-count.ts';
import type { Vma } from '../mm/vma.ts';
import { entryChanged, isExamined } from '../mm/walk-index.ts';
import { newPass, type Pass, type Visit } from './pass.ts';
import { type Search, stroll } from './stroll.ts';
import { anonVmaOf, chargeWalk, mapperOf, page_lock_anon_vma, page_unlock_anon_vma, walkAtOnce } from './walk.ts';

const S = symbols('try_to_unmap', 'try_to_unmap_anon', 'try_to_unmap_one', 'rmap_walk', 'remove_migration_pte');

/** The page is locked. True when no entry maps it any more. */
export function* try_to_unmap_migration(k: Kernel, from: Call, pfn: Pfn, flush: UnmapFlush): Path<boolean> {
  const c = from.enter(S.try_to_unmap).enter(S.try_to_unmap_anon);
  const anon_vma = anonVmaOf(k, pfn);
  if (anon_vma === null) return k.frames.mapcount[pfn] === 0;
  yield* page_lock_anon_vma(k, c, anon_vma);
  const one: Visit = (vma, vpn, pte, pass) => try_to_unmap_one(k, pfn, vma, vpn, pte, pass);
  const pass = isLocked(k, 'walk')
    ? walkAtOnce(k, c, S.try_to_unmap_one, anon_vma, pfn, one)
    : yield* stroll(k, c.enter(S.try_to_unmap_one), anon_vma, mapperOf(k, pfn, one));
  for (const mm of pass.flush) yield* flush.unmapped(c, mm);
  yield* page_unlock_anon_vma(k, c, anon_vma);
  return k.frames.mapcount[pfn] === 0;
}

function try_to_unmap_one(k: Kernel, pfn: Pfn, vma: Vma, vpn: Vpn, pte: number, pass: Pass): boolean {
  vma.mm.table(vpn)?.set(vpn, migrationPte(pfn, pte & PTE.write));
  entryChanged(vma, vpn, false);
  page_remove_rmap(k, pfn);
  pass.hits++;
  pass.flush.push(vma.mm);
  return false;
}

/** Migration entries of `old` become entries of `fresh`, which may be the same page. Returns how many. */
export function* rmap_walk(k: Kernel, from: Call, anon_vma: AnonVma, old: Pfn, fresh: Pfn): Path<number> {
  const c = from.enter(S.rmap_walk);
  yield* lock_anon_vma(k, c, anon_vma, 'remap');
  const search = restoring(k, anon_vma, old, fresh);
  const pass = isLocked(k, 'remap')
    ? walkThrough(k, c, anon_vma, search)
    : yield* stroll(k, c.enter(S.remove_migration_pte), anon_vma, search);
  yield* unlock_anon_vma(k, c, anon_vma, 'remap');
  return pass.hits;
}

const restoring = (k: Kernel, anon_vma: AnonVma, old: Pfn, fresh: Pfn): Search => ({
  index: k.frames.index[old] as number,
  isThrough: () => false,
  isLocked: isMigration,
  look: (vma, vpn, pte, pass) => {
    if (!isMigration(pte) || ptePfn(pte) !== old) return false;
    remove_migration_pte(k, anon_vma, vma, vpn, pte, fresh);
    pass.hits++;
    return false;
  },
});

/** The walk of whoever holds the lock. */
function walkThrough(k: Kernel, c: Call, anon_vma: AnonVma, search: Search): Pass {
  const pass = newPass();
  for (const vma of anon_vma.places) {
    if (vma === null) continue;
    pass.visited++;
    if (!isExamined(vma, search.index)) continue;
    pass.examined++;
    const vpn = vma.start + search.index - vma.pgoff;
    const pte = vma.pte(vpn);
    if (search.isLocked(pte)) pass.locked++;
    search.look(vma, vpn, pte, pass);
  }
  chargeWalk(k, c, S.remove_migration_pte, anon_vma, pass);
  return pass;
}

function remove_migration_pte(k: Kernel, anon_vma: AnonVma, vma: Vma, vpn: Vpn, pte: number, fresh: Pfn): void {
  page_add_anon_rmap(k, fresh, anon_vma, vma);
  vma.mm.table(vpn)?.set(vpn, presentPte(fresh, pte & PTE.write));
  entryChanged(vma, vpn, true);
}

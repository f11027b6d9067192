// The two walks of a migration: entries that map a page become migration entries, and those become entries of the new page
// (try_to_unmap with TTU_MIGRATION in mm/rmap.c, remove_migration_ptes in mm/migrate.c, Linux 3.7).
//
// * The first stops at mapcount 0, the second has to find all migration entries of the page, so it goes through the whole list.
// * Both go VMA by VMA with or without the lock, so that what keeps others out is the lock and nothing else.
// * Whoever faults on a migration entry waits for the page lock of the old page.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import type { AnonVma } from '../mm/anon-vma.ts';
import { lock_anon_vma, unlock_anon_vma } from '../mm/anon-vma-lock.ts';
import type { Kernel } from '../mm/kernel.ts';
import type { UnmapFlush } from '../mm/migration.ts';
import type { Pfn } from '../mm/page.ts';
import { isMigration, isPresent, migrationPte, PTE, presentPte, ptePfn, type Vpn } from '../mm/pte.ts';
import { page_add_anon_rmap, page_remove_rmap } from '../mm/rmap-count.ts';
import type { Vma } from '../mm/vma.ts';
import { entryChanged } from '../mm/walk-index.ts';
import { mustFlush, type Pass } from './pass.ts';
import { type Search, stroll } from './stroll.ts';
import { anonVmaOf, page_lock_anon_vma, page_unlock_anon_vma } from './walk.ts';

const S = symbols('try_to_unmap', 'try_to_unmap_anon', 'try_to_unmap_one', 'rmap_walk', 'remove_migration_pte');

/** The page is locked. True when no entry maps it any more. */
export function* try_to_unmap_migration(k: Kernel, from: Call, pfn: Pfn, flush: UnmapFlush): Path<boolean> {
  const c = from.enter(S.try_to_unmap).enter(S.try_to_unmap_anon);
  const anon_vma = anonVmaOf(k, pfn);
  if (anon_vma === null) return k.frames.mapcount(pfn) === 0;
  yield* page_lock_anon_vma(k, c, anon_vma);
  const since = k.engine.now;
  const pass = yield* stroll(k, c.enter(S.try_to_unmap_one), anon_vma, unmapping(k, pfn));
  if (k.frames.mapcount(pfn) !== 0) k.races?.leftMapped(c, pfn, since);
  for (const mm of pass.flush) yield* flush.unmapped(c, mm);
  yield* page_unlock_anon_vma(k, c, anon_vma);
  return k.frames.mapcount(pfn) === 0;
}

/** Until nobody maps the page any more. */
const unmapping = (k: Kernel, pfn: Pfn): Search => ({
  index: k.frames.index[pfn] as number,
  isThrough: () => k.frames.mapcount(pfn) === 0,
  isLocked: isPresent,
  look: (vma, vpn, pte, pass) => isPresent(pte) && ptePfn(pte) === pfn && try_to_unmap_one(k, pfn, vma, vpn, pte, pass),
});

/** Somebody has written through the entry. */
const WRITTEN = PTE.write | PTE.dirty;

function try_to_unmap_one(k: Kernel, pfn: Pfn, vma: Vma, vpn: Vpn, pte: number, pass: Pass): boolean {
  vma.mm.table(vpn)?.set(vpn, migrationPte(pfn, pte & PTE.write));
  entryChanged(vma, vpn, false);
  k.races?.unmapped(vma.mm, vpn, pfn, (pte & WRITTEN) === WRITTEN);
  page_remove_rmap(k, pfn);
  pass.hits++;
  mustFlush(pass, vma.mm);
  return false;
}

/** Migration entries of `old` become entries of `fresh`, which may be the same page. Returns how many. */
export function* rmap_walk(k: Kernel, from: Call, anon_vma: AnonVma, old: Pfn, fresh: Pfn): Path<number> {
  const c = from.enter(S.rmap_walk);
  yield* lock_anon_vma(k, c, anon_vma, 'remap');
  const since = k.engine.now;
  const pass = yield* stroll(k, c.enter(S.remove_migration_pte), anon_vma, restoring(k, anon_vma, old, fresh));
  k.races?.restored(c, old, since);
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

function remove_migration_pte(k: Kernel, anon_vma: AnonVma, vma: Vma, vpn: Vpn, pte: number, fresh: Pfn): void {
  page_add_anon_rmap(k, fresh, anon_vma, vma);
  vma.mm.table(vpn)?.set(vpn, presentPte(fresh, pte & PTE.write));
  entryChanged(vma, vpn, true);
}

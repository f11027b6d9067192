// migrate_pages (Linux 3.7 and 6.3 mm/migrate.c): moves anonymous pages to another node.
//
// * For each page: its entries become migration entries, the translations are flushed, the contents are copied, and the entries
//   lead to the new page. Until then whoever faults on one sleeps on the page lock of the old page.
// * `tlb` says how many pages are unmapped before one flush for them and the first copy.
// * Pages that cannot be moved now are tried up to ten times, then they go back to their lists.
// * A page that is being moved stays inside the gate of `rmap`: its anon_vma must not be exchanged under it.

import { Panic } from '../../engine/panic.ts';
import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { COND_RESCHED } from '../../machine/wait.ts';
import type { AnonVma } from '../mm/anon-vma.ts';
import { discard, type Isolated, putback_lru_page, startIsolation } from '../mm/isolate-lru-page.ts';
import type { Kernel } from '../mm/kernel.ts';
import type { MigrateStat } from '../mm/migrate-stat.ts';
import type { Migration, UnmapFlush } from '../mm/migration.ts';
import { type Pfn, PG } from '../mm/page.ts';
import { alloc_page_on } from '../mm/page-alloc.ts';
import type { ReverseMap } from '../mm/reverse-map.ts';

const S = symbols('migrate_pages', 'unmap_and_move', 'move_to_new_page', 'copy_page_c');

const PASSES = 10;

/** MIGRATE_ASYNC gives up on a page that somebody has locked; MIGRATE_SYNC waits for it from the fourth pass on. */
export type MigrateMode = 'async' | 'sync';

/** Where the pages go, and how. */
export interface Target {
  readonly node: number;
  readonly mode: MigrateMode;
}

/** One page on its way. */
interface Move {
  readonly page: Isolated;
  /** The new page, once there is one. */
  fresh: Pfn;
  /** Kept alive from before the page is unmapped (page_get_anon_vma). */
  anon_vma: AnonVma | null;
}

type Outcome = 'unmapped' | 'again' | 'gone';

/** All pages are isolated; afterwards they are no more. Returns how many were moved. */
export function* migrate_pages(k: Kernel, from: Call, pages: readonly Isolated[], target: Target): Path<number> {
  const c = from.enter(S.migrate_pages);
  const { tlb: gate, stat } = migrationOf(k);
  const tlb = yield* gate.enter(c);
  const job = new MigrationJob(k, stat, target);
  let left = pages;
  for (let pass = 0; pass < PASSES && left.length > 0; pass++) {
    const again: Isolated[] = [];
    for (let at = 0; at < left.length; at += tlb.pagesAtOnce) {
      yield COND_RESCHED;
      const failed = yield* job.moveTogether(c, left.slice(at, at + tlb.pagesAtOnce), tlb.begin(), pass);
      again.push(...failed);
    }
    left = again;
  }
  gate.leave(c);
  stat.failed += left.length;
  for (const page of left) yield* putback_lru_page(k, c, page);
  return job.moved;
}

function migrationOf({ migration }: Kernel): Migration {
  if (migration !== null) return migration;
  throw new Panic("migrate_pages in a kernel without it: expected a variant of 'tlb'");
}

class MigrationJob {
  moved = 0;
  private readonly k: Kernel;
  private readonly stat: MigrateStat;
  private readonly target: Target;

  constructor(k: Kernel, stat: MigrateStat, target: Target) {
    this.k = k;
    this.stat = stat;
    this.target = target;
  }

  /** Returns those that may be tried again. */
  *moveTogether(from: Call, pages: readonly Isolated[], flush: UnmapFlush, pass: number): Path<Isolated[]> {
    const c = from.enter(S.unmap_and_move);
    const { k } = this;
    const waits = this.target.mode === 'sync' && pass > 2 && pages.length === 1;
    const rmap = yield* k.rmap.enter(c);
    const again: Isolated[] = [];
    const unmapped: Move[] = [];
    for (const page of pages) {
      const move: Move = { page, fresh: 0, anon_vma: null };
      const outcome = yield* this.unmap(c, rmap, move, flush, waits);
      if (outcome === 'unmapped') {
        unmapped.push(move);
        continue;
      }
      yield* discard(k, c, move.fresh);
      if (outcome === 'again') again.push(page);
      else yield* putback_lru_page(k, c, page);
    }
    if (unmapped.length > 0) yield* flush.flushOnce(c);
    for (const move of unmapped) yield* this.move_to_new_page(c, rmap, move);
    k.rmap.leave(c);
    return again;
  }

  private *unmap(c: Call, rmap: ReverseMap, move: Move, flush: UnmapFlush, waits: boolean): Path<Outcome> {
    const { frames, pageLocks, anonVmas } = this.k;
    const { pfn } = move.page;
    move.fresh = yield* alloc_page_on(this.k, c, this.target.node);
    if (move.fresh === 0) return 'again';
    startIsolation(this.k, move.fresh);
    if (frames.mapcount(pfn) === 0) return 'gone';
    if (waits) yield* pageLocks.lock(pfn);
    else if (!pageLocks.trylock(pfn)) return 'again';
    move.anon_vma = anonVmas.get(frames.mapping[pfn] as number);
    // Pages that are in swap as well could be moved, too; no scenario that moves pages swaps.
    if (move.anon_vma === null || frames.has(pfn, PG.swapcache | PG.writeback)) {
      pageLocks.unlock(pfn);
      return 'again';
    }
    if (yield* rmap.try_to_unmap_migration(c, pfn, flush)) return 'unmapped';
    this.stat.again++;
    yield* rmap.rmap_walk(c, move.anon_vma, pfn, pfn);
    pageLocks.unlock(pfn);
    return 'again';
  }

  /** The old page is locked and nobody maps it. */
  private *move_to_new_page(from: Call, rmap: ReverseMap, { page, fresh, anon_vma }: Move): Path {
    const { k } = this;
    const { frames, pageLocks } = k;
    const { pfn, list } = page;
    const c = from.enter(S.move_to_new_page);
    frames.set(fresh, PG.locked | PG.anon);
    frames.mapping[fresh] = frames.mapping[pfn] as number;
    frames.index[fresh] = frames.index[pfn] as number;
    frames.lastNode[fresh] = frames.lastNode[pfn] as number;
    c.spendIn(S.copy_page_c, k.costs.copyPage);
    k.races?.copied(pfn);
    if (anon_vma !== null) yield* rmap.rmap_walk(c, anon_vma, pfn, fresh);
    this.moved++;
    this.stat.moved++;
    pageLocks.unlock(fresh);
    yield* putback_lru_page(k, c, { pfn: fresh, list });
    pageLocks.unlock(pfn);
    yield* discard(k, c, pfn);
  }
}

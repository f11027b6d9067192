// What whoever walks the reverse map and whoever changes it tell of, so that a race between them is found out: a walk that does
// without the lock, or with the wrong one. src/kernel/race finds out; a kernel that migrates no pages has nobody who does.
//
// Nothing here changes what the kernel does, with one exception: a migration entry that has been lost becomes LOST_PTE.

import type { Ns } from '../../base/time.ts';
import type { StackNode } from '../../engine/call-tree.ts';
import type { Call } from '../../machine/call.ts';
import type { Pfn } from './page.ts';
import type { Vpn } from './pte.ts';
import type { Mm, Vma } from './vma.ts';

/**
 * stale_migration_entry: the walk that makes migration entries entries of the new page has missed one. Fatal.
 * use_after_free: a walk stands on an anon_vma, a link, a VMA or a page table that has gone. Fatal.
 * lost_write: a CPU has written through a translation that should have been flushed, to a page that was copied before. Fatal.
 * migrate_again: the walk that unmaps a page has missed an entry, so the page stays where it is and is tried again. Benign.
 */
export const VIOLATIONS = ['stale_migration_entry', 'use_after_free', 'lost_write', 'migrate_again'] as const;
export type ViolationKind = (typeof VIOLATIONS)[number];

export const isFatal = (kind: ViolationKind): boolean => kind !== 'migrate_again';

/** Somebody who was doing something at an instant. */
export interface Party {
  readonly task: string;
  readonly cpu: number;
  readonly atNs: Ns;
  readonly node: StackNode;
}

export interface RaceViolation {
  readonly kind: ViolationKind;
  readonly atNs: Ns;
  /** What was missed or has gone, for people. */
  readonly what: string;
  readonly walker: Party;
  /** Who changed it, or who made the walk end before it got there; null when that is not known. */
  readonly mutator: Party | null;
}

export interface Races {
  /** Since the run began. */
  readonly counts: Readonly<Record<ViolationKind, number>>;
  /** Tasks that have died because they touched a lost entry. */
  readonly deaths: number;
  /** When the first that is not benign was caught; -1 when none was yet. */
  readonly firstFatalNs: Ns;
  /** The first violation of each kind since the variants are what they are, in order of time. */
  readonly first: readonly RaceViolation[];
  /** Another variant runs: what is caught from now on is its own. */
  startOver(): void;
  /** The running call changes where entries of the VMA are found: its boundaries, its links, its entries' addresses. */
  changed(c: Call, vma: Vma): void;
  /** A walk stands on what belongs to the VMA, and it has gone. */
  usedAfterFree(c: Call, vma: Vma, what: string): void;
  /** The walk that unmaps a page, begun at `since`, is through, and the page is still mapped. */
  leftMapped(c: Call, pfn: Pfn, since: Ns): void;
  /** The walk that removes the migration entries of `old`, begun at `since`, is through. */
  restored(c: Call, old: Pfn, since: Ns): void;
  /** A task touches LOST_PTE: it dies, as of BUG_ON(!PageLocked) in migration_entry_to_page. */
  touchedLost(): void;
  /** The entry that maps `pfn` is cleared, and translations of it are flushed later. */
  unmapped(mm: Mm, vpn: Vpn, pfn: Pfn, wasDirty: boolean): void;
  /** All translations of the address space have been flushed. */
  flushed(mm: Mm): void;
  /** The contents of the page have been copied. */
  copied(pfn: Pfn): void;
  /** A write to a page that has no entry any more: true when the CPU has a translation of it still. */
  writesThrough(c: Call, mm: Mm, vpn: Vpn): boolean;
}

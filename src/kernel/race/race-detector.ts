// Finds out when a walk of the reverse map and a change of what it walks over have met, and who it was.
//
// * A walk knows by generations that it stands on something that has gone (rmap/stroll.ts), and tells.
// * After a walk that had to find every entry of a page, the page tables say whether it has: see ground-truth.ts.
// * The machine goes on. A walk that has met what has gone ends there; a migration entry that was missed becomes LOST_PTE, which
//   refers to no page, is copied by fork and dropped by exit like any other, and kills whoever touches it. What a real kernel does after it
//   has read freed memory cannot be foretold.

import type { Ns } from '../../base/time.ts';
import type { Call } from '../../machine/call.ts';
import type { Task } from '../../machine/task.ts';
import type { Kernel } from '../mm/kernel.ts';
import type { Pfn } from '../mm/page.ts';
import { LOST_PTE, type Vpn } from '../mm/pte.ts';
import { isFatal, type Party, type Races, type RaceViolation, type ViolationKind } from '../mm/races.ts';
import type { Mm, Vma } from '../mm/vma.ts';
import { type EntryPlace, entriesOf } from './ground-truth.ts';
import { Translations } from './translations.ts';

export class RaceDetector implements Races {
  readonly counts: Record<ViolationKind, number> = {
    stale_migration_entry: 0,
    use_after_free: 0,
    lost_write: 0,
    migrate_again: 0,
  };
  deaths = 0;
  firstFatalNs: Ns = -1;
  first: readonly RaceViolation[] = [];
  private readonly k: Kernel;
  /** Who changed a VMA last. */
  private readonly changes = new WeakMap<Vma, Party>();
  /** By the task that walked: who took away what it stood on last, and when it noticed. */
  private readonly endings = new WeakMap<Task, { readonly mutator: Party | null; readonly atNs: Ns }>();
  private readonly translations = new Translations();

  constructor(k: Kernel) {
    this.k = k;
  }

  changed(c: Call, vma: Vma): void {
    this.changes.set(vma, this.party(c));
  }

  usedAfterFree(c: Call, vma: Vma, what: string): void {
    const mutator = this.changes.get(vma) ?? null;
    this.endings.set(c.task, { mutator, atNs: this.k.engine.now });
    this.report('use_after_free', c, `${what} of the VMA at ${placeOf(vma, vma.start)}`, mutator);
  }

  leftMapped(c: Call, pfn: Pfn, since: Ns): void {
    const [missed] = entriesOf(this.k, pfn, 'present');
    if (missed === undefined) return;
    this.report(
      'migrate_again',
      c,
      `entry of ${placeOf(missed.vma, missed.vpn)}`,
      this.causeSince(c, missed.vma, since),
    );
  }

  restored(c: Call, old: Pfn, since: Ns): void {
    for (const missed of entriesOf(this.k, old, 'migration')) this.lose(c, missed, since);
  }

  private lose(c: Call, { vma, vpn, table }: EntryPlace, since: Ns): void {
    table.set(vpn, LOST_PTE);
    this.report('stale_migration_entry', c, `entry of ${placeOf(vma, vpn)}`, this.causeSince(c, vma, since));
  }

  /** Who has changed the VMA since the walk began or, when nobody has, who has made the walk end too early. */
  private causeSince(c: Call, vma: Vma, since: Ns): Party | null {
    const change = this.changes.get(vma);
    if (change !== undefined && change.atNs >= since) return change;
    const ending = this.endings.get(c.task);
    return ending !== undefined && ending.atNs >= since ? ending.mutator : null;
  }

  touchedLost(): void {
    this.deaths++;
  }

  unmapped(mm: Mm, vpn: Vpn, pfn: Pfn, wasDirty: boolean): void {
    if (wasDirty) this.translations.add(mm, vpn, pfn);
  }

  flushed(mm: Mm): void {
    this.translations.forget(mm);
  }

  copied(pfn: Pfn): void {
    this.translations.markCopied(pfn);
  }

  writesThrough(c: Call, mm: Mm, vpn: Vpn): boolean {
    const found = this.translations.find(c.cpu, mm, vpn);
    if (found === null) return false;
    if (found.isCopied) this.report('lost_write', c, `page ${vpn} of mm ${mm.id}`, null);
    return true;
  }

  private report(kind: ViolationKind, c: Call, what: string, mutator: Party | null): void {
    this.counts[kind]++;
    if (isFatal(kind) && this.firstFatalNs < 0) this.firstFatalNs = this.k.engine.now;
    if (this.first.some((one) => one.kind === kind)) return;
    this.first = [...this.first, { kind, atNs: this.k.engine.now, what, walker: this.party(c), mutator }];
  }

  private party(c: Call): Party {
    return { task: c.task.name, cpu: c.cpu.id, atNs: this.k.engine.now, node: c.node };
  }

  startOver(): void {
    this.first = [];
  }
}

const placeOf = ({ mm, what }: Vma, vpn: Vpn): string => `page ${vpn} in ${what} of mm ${mm.id}`;

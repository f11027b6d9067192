// Address spaces: mm_struct and vm_area_struct.

import { Panic } from '../../engine/panic.ts';
import type { Cpu } from '../../machine/cpu.ts';
import type { RwSem } from '../locking/rwsem.ts';
import type { AnonVma, RmapLink } from './anon-vma.ts';
import type { PteTable, Vpn } from './pte.ts';
import type { TaskStruct } from './task-struct.ts';

export const VM = {
  read: 1,
  write: 2,
  /** Walkers of the reverse map must skip this VMA: its links are being changed (5beb493052, 2.6.34 only). */
  lock_rmap: 0x0100_0000,
} as const;

/** Fields are protected by mm.mmap_sem; the rmap links by mmap_sem and the anon_vma's lock. */
export class Vma {
  readonly mm: Mm;
  start: Vpn;
  end: Vpn;
  /** Offset of `start` in the object that is mapped; for anonymous memory the page number of its first address. */
  pgoff: Vpn;
  flags: number;
  /** What it is for, for people: 'heap', 'stack', 'data' ... */
  readonly what: string;
  /** Where new anonymous pages go. */
  anon_vma: AnonVma | null = null;
  /** Links to anon_vmas; `shared`: the one link that is part of the VMA; `chain`: newest first, root last. */
  links: RmapLink | null = null;
  next: Vma | null = null;
  /** Another one once it is freed: who looks at it without a lock compares. */
  generation = 0;

  constructor(mm: Mm, range: { start: Vpn; end: Vpn }, flags: number, what: string) {
    this.mm = mm;
    this.start = range.start;
    this.end = range.end;
    this.pgoff = range.start;
    this.flags = flags;
    this.what = what;
  }

  get pages(): number {
    return this.end - this.start;
  }

  /** Same mapping in another address space; without rmap links. */
  copyTo(mm: Mm): Vma {
    const copy = new Vma(mm, this, this.flags & ~VM.lock_rmap, this.what);
    copy.pgoff = this.pgoff;
    return copy;
  }
}

/** Who has more copies forks for others, and they have few of its pages. */
export const FEW_COPIES = 4;
const NO_COPIES: ReadonlySet<Mm> = new Set();

/** An address space. The VMA list is protected by mmap_sem, the tables by their pte locks. */
export class Mm {
  readonly id: number;
  /** Lowest address first. */
  mmap: Vma | null = null;
  /** Page table pages by address; few, so searched linearly. */
  tables: PteTable[] = [];
  /** The one that was asked for last. */
  private lastTable: PteTable | null = null;
  /** Frames of the upper levels (pgd, pud, pmd). */
  upperTables: number[] = [];
  /** Tasks that use it: one, or the threads of a process. */
  users: TaskStruct[] = [];
  /** Null while one task alone uses it: nobody would wait for it. */
  mmap_sem: RwSem | null = null;
  /** Null for none, the usual case. */
  private forks: Set<Mm> | null = null;
  private copyOf: Mm | null = null;
  /** Some page frame may have it as its mapper (rmap-count.ts). */
  isNoted = false;
  /** Present pages. */
  rss = 0;
  brk: Vpn = 0;
  startBrk: Vpn = 0;
  dead = false;

  constructor(id: number) {
    this.id = id;
  }

  /** Those forked from this one that are still there, and those that it has taken over from one that has gone. */
  get copies(): ReadonlySet<Mm> {
    return this.forks ?? NO_COPIES;
  }

  /** The one that this is a copy of, as long as it is there. */
  get original(): Mm | null {
    return this.copyOf;
  }

  becomeCopyOf(original: Mm): void {
    this.copyOf = original;
    original.forks ??= new Set();
    original.forks.add(this);
  }

  /** It goes: the first of its copies takes its place among its relatives, if they stay few. */
  leaveCopies(): void {
    const [original, copies] = [this.copyOf, [...this.copies]];
    this.copyOf = null;
    this.forks = null;
    original?.forks?.delete(this);
    if (original?.forks?.size === 0) original.forks = null;
    for (const copy of copies) copy.copyOf = null;
    const [heir, ...others] = copies;
    if (heir === undefined || others.length + heir.copies.size > FEW_COPIES) return;
    if (original !== null) heir.becomeCopyOf(original);
    for (const copy of others) copy.becomeCopyOf(heir);
  }

  find(vpn: Vpn): Vma | null {
    for (let vma = this.mmap; vma !== null; vma = vma.next) if (vpn < vma.end) return vpn >= vma.start ? vma : null;
    return null;
  }

  /** The VMA before the one at or above `vpn`, or null at the list's head. */
  before(vpn: Vpn): Vma | null {
    let prev: Vma | null = null;
    for (let vma = this.mmap; vma !== null && vma.start < vpn; vma = vma.next) prev = vma;
    return prev;
  }

  insert(vma: Vma): void {
    const prev = this.before(vma.start);
    const next = prev === null ? this.mmap : prev.next;
    if ((prev !== null && prev.end > vma.start) || (next !== null && next.start < vma.end))
      throw new Panic('overlapping VMAs', { mm: this.id, start: vma.start, end: vma.end });
    vma.next = next;
    if (prev === null) this.mmap = vma;
    else prev.next = vma;
  }

  remove(vma: Vma): void {
    const prev = this.before(vma.start);
    if (prev === null) this.mmap = vma.next;
    else prev.next = vma.next;
    vma.next = null;
  }

  table(vpn: Vpn): PteTable | null {
    const region = vpn >>> 9;
    const last = this.lastTable;
    if (last !== null && last.region === region) return last;
    for (const table of this.tables) {
      if (table.region !== region) continue;
      this.lastTable = table;
      return table;
    }
    return null;
  }

  /** Takes page table pages out of the address space: those at `index` and behind it, `count` of them. */
  dropTables(index: number, count: number): PteTable[] {
    this.lastTable = null;
    return this.tables.splice(index, count);
  }

  pte(vpn: Vpn): number {
    return this.table(vpn)?.get(vpn) ?? 0;
  }

  /** CPUs other than `self` that run it now and may have its translations (mm_cpumask). */
  otherCpus(self: Cpu): Cpu[] {
    const cpus: Cpu[] = [];
    for (const user of this.users) if (user.state === 'running' && user.cpu !== self) cpus.push(user.cpu);
    return cpus;
  }

  /** Those that lie in [start, end) as a whole. */
  vmasWithin(start: Vpn, end: Vpn): Vma[] {
    const found: Vma[] = [];
    for (let vma = this.mmap; vma !== null; vma = vma.next) if (vma.start >= start && vma.end <= end) found.push(vma);
    return found;
  }

  *vmas(): Generator<Vma, void, void> {
    for (let vma = this.mmap; vma !== null; vma = vma.next) yield vma;
  }
}

// The structures behind the reverse map of anonymous pages, used by every rmap variant.
//
// An anon_vma has a list of links; a link stands for one VMA. In the `shared` variants the link is part of the VMA
// (vma->anon_vma_node of 2.6.33, cannot fail); in the `chain` variants it is an anon_vma_chain, allocated from a slab,
// and a VMA has several.
// Protected by: an anon_vma's list by its lock; a VMA's list of links by mmap_sem (write), or mmap_sem (read) with
// page_table_lock.

import { Panic } from '../../engine/panic.ts';
import type { SpinKind } from '../locking/spinlock.ts';
import { SpinLock } from '../locking/spinlock.ts';
import type { Vma } from './vma.ts';

export interface AnonVmaOrigin {
  /** The anon_vma of the oldest ancestor; 0 = none, a family begins. */
  readonly family: number;
  /** The address space in which the family began: its families go through the same forks. */
  readonly lineage: number;
  readonly isShared: boolean;
}

export class AnonVma {
  readonly id: number;
  /** Order of creation; unlike the id never used again. */
  readonly serial: number;
  readonly lock: SpinLock;
  /** Oldest link; new ones join at the tail. */
  head: RmapLink | null = null;
  private tail: RmapLink | null = null;
  /** Links on the list. */
  length = 0;
  /** Where the family began: the anon_vma of the oldest ancestor. */
  readonly family: number;
  /** The address space in which that was. */
  readonly lineage: number;
  /** Pages whose mapping is this anon_vma. */
  pages = 0;
  freed = false;
  readonly what: string;
  /** Used by a `shared` variant once: a whole family hangs on it. */
  isShared: boolean;

  constructor(id: number, serial: number, kind: SpinKind, what: string, { family, lineage, isShared }: AnonVmaOrigin) {
    this.id = id;
    this.serial = serial;
    this.what = what;
    this.isShared = isShared;
    this.family = family === 0 ? id : family;
    this.lineage = lineage;
    this.lock = new SpinLock(kind);
    this.lock.owner = this;
  }

  /** For people who look at the lock's queue. */
  describe(): string {
    return `anon_vma#${this.id} (${this.what}, ${this.length} VMAs)`;
  }

  /** list_add_tail; needs lock. */
  add(link: RmapLink): void {
    if (this.freed) throw new Panic('link added to a freed anon_vma', { anon_vma: this.id });
    link.prev = this.tail;
    link.next = null;
    if (this.tail === null) this.head = link;
    else this.tail.next = link;
    this.tail = link;
    this.length++;
  }

  /** list_del; needs lock. */
  remove(link: RmapLink): void {
    if (link.anon_vma !== this) throw new Panic('link removed from another list', { anon_vma: this.id });
    if (link.prev === null) this.head = link.next;
    else link.prev.next = link.next;
    if (link.next === null) this.tail = link.prev;
    else link.next.prev = link.prev;
    link.prev = null;
    link.next = null;
    this.length--;
  }
}

/** Origin of an anon_vma that a child gets of its own. */
export const inheritedFrom = ({ family, lineage }: AnonVma): AnonVmaOrigin => ({ family, lineage, isShared: false });

export class RmapLink {
  readonly vma: Vma;
  readonly anon_vma: AnonVma;
  // On the anon_vma's list.
  prev: RmapLink | null = null;
  next: RmapLink | null = null;
  /** On the VMA's list: the next older link. */
  older: RmapLink | null = null;

  constructor(vma: Vma, anon_vma: AnonVma) {
    this.vma = vma;
    this.anon_vma = anon_vma;
  }
}

/** All anon_vmas by number: what page.mapping refers to. A freed number is used again (SLAB_DESTROY_BY_RCU). */
export class AnonVmas {
  private readonly table: (AnonVma | null)[] = [null];
  private readonly free: number[] = [];
  readonly kind: SpinKind;
  private nextSerial = 1;
  live = 0;
  /** Mapped anonymous pages, all and those behind the list of a `shared` anon_vma. */
  pages = 0;
  sharedPages = 0;

  constructor(kind: SpinKind) {
    this.kind = kind;
  }

  create(what: string, origin: AnonVmaOrigin): AnonVma {
    const id = this.free.pop() ?? this.table.length;
    const made = new AnonVma(id, this.nextSerial++, this.kind, what, origin);
    this.table[id] = made;
    this.live++;
    return made;
  }

  destroy(anon_vma: AnonVma): void {
    if (anon_vma.length !== 0 || anon_vma.pages !== 0)
      throw new Panic('anon_vma freed in use', {
        anon_vma: anon_vma.id,
        links: anon_vma.length,
        pages: anon_vma.pages,
      });
    anon_vma.freed = true;
    this.kind.lockClass.instances--;
    this.table[anon_vma.id] = null;
    this.free.push(anon_vma.id);
    this.live--;
  }

  /** One page more or less (`by` = 1 or -1) has this mapping. */
  count(anon_vma: AnonVma, by: number): void {
    anon_vma.pages += by;
    this.pages += by;
    if (anon_vma.isShared) this.sharedPages += by;
  }

  /** A `shared` variant takes the anon_vma over. */
  markShared(anon_vma: AnonVma): void {
    if (anon_vma.isShared) return;
    anon_vma.isShared = true;
    this.sharedPages += anon_vma.pages;
  }

  get(id: number): AnonVma | null {
    return this.table[id] ?? null;
  }

  *all(): Generator<AnonVma, void, void> {
    for (const one of this.table) if (one !== null) yield one;
  }
}

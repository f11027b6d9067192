// The structures behind the reverse map of anonymous pages, used by every rmap variant.
//
// An anon_vma has a list of links; a link stands for one VMA. In the `shared` variants the link is part of the VMA
// (vma->anon_vma_node of 2.6.33, cannot fail); in the `chain` variants it is an anon_vma_chain, allocated from a slab,
// and a VMA has several.
// Who is on the list of an anon_vma is on that of its parent, too, so a family forms a tree and its root goes last.
// Protected by: an anon_vma's list by its lock; a VMA's list of links by mmap_sem (write), or mmap_sem (read) with
// page_table_lock; `users` and `children` by the lock while they can make an anon_vma one that a fork may reuse: its users
// come from chains on which it is, and children come to those with users only.

import { appended, EMPTY } from '../../base/short-list.ts';
import { Panic } from '../../engine/panic.ts';
import type { SectionLock } from '../locking/section-lock.ts';
import type { SpinKind } from '../locking/spinlock.ts';
import { SpinLock } from '../locking/spinlock.ts';
import type { Vma } from './vma.ts';
import type { WalkIndex } from './walk-index.ts';

/** Gaps of a list are closed when they are this many more than its VMAs. */
const MOST_GAPS = 16;

export interface AnonVmaOrigin {
  /** What the VMA that was copied used; null = a family begins. */
  readonly parent: AnonVma | null;
  /** The address space in which the family began: its families go through the same forks. */
  readonly lineage: number;
  readonly isShared: boolean;
}

/** Its lock is part of it, as in the kernel: one object for both, of which there are hundreds of thousands. */
export class AnonVma extends SpinLock {
  readonly id: number;
  /** Order of creation; unlike the id never used again. */
  readonly serial: number;
  /** The oldest ancestor's; its own one when a family begins with it. */
  readonly root: AnonVma;
  /** Of a root, the lock of another kind that `rmap-lock` has given to its family; null when nobody has wanted it yet. */
  familyLock: SectionLock | null = null;
  /** At place 0 of the list, whose oldest VMA comes first. Apart from the others, because most lists have no other. */
  private first: Vma | null = null;
  /**
   * At the places behind it. An array with gaps (null) where one has left, because a walk over ten thousand that lie one
   * behind the other in memory is several times as fast as one from pointer to pointer.
   */
  private rest: (Vma | null)[] = EMPTY;
  /** VMAs on the list. */
  length = 0;
  /** Null unless the list is long and walked often. */
  walkIndex: WalkIndex | null = null;
  /** What the VMA used that this one's was copied from; null for the root of the family. It lives longer than this. */
  readonly parent: AnonVma | null;
  /** Those whose parent this is (num_children of 6.0). */
  children = 0;
  /** VMAs whose new pages come here (num_active_vmas of 6.0): changed by setAnonVma only. */
  users = 0;
  /** The address space in which the family began. */
  readonly lineage: number;
  /** Pages whose mapping is this anon_vma. */
  pages = 0;
  /** Another one once it has been freed: who stands on it without the lock compares. */
  generation = 0;
  readonly what: string;
  /** Used by a `shared` variant once: a whole family hangs on it. */
  isShared: boolean;

  constructor(id: number, serial: number, kind: SpinKind, what: string, { parent, lineage, isShared }: AnonVmaOrigin) {
    super(kind);
    this.owner = this;
    this.id = id;
    this.serial = serial;
    this.what = what;
    this.isShared = isShared;
    this.root = parent === null ? this : parent.root;
    this.parent = parent;
    this.lineage = lineage;
  }

  /** Whoever wants it asks anon-vma-lock.ts: another lock may stand in for it. */
  get lock(): SpinLock {
    return this;
  }

  /** For people who look at the lock's queue. */
  describe(): string {
    return `anon_vma#${this.id} (${this.what}, ${this.length} VMAs)`;
  }

  /** The place behind the last one. */
  get end(): number {
    const { length } = this.rest;
    return length > 0 || this.first !== null ? length + 1 : 0;
  }

  /** The VMA at a place below `end`; null: a gap. */
  at(place: number): Vma | null {
    return place === 0 ? this.first : (this.rest[place - 1] as Vma | null);
  }

  private put(place: number, vma: Vma | null): void {
    if (place === 0) this.first = vma;
    else this.rest[place - 1] = vma;
  }

  /** list_add_tail; needs lock. */
  add(link: RmapLink): void {
    if (this.generation > 0) throw new Panic('link added to a freed anon_vma', { anon_vma: this.id });
    link.place = this.end;
    if (link.place === 0) this.first = link.vma;
    else this.rest = appended(this.rest, link.vma);
    this.length++;
    this.walkIndex?.vmaChanged(link.place, link.vma);
  }

  /** list_del; needs lock. */
  remove(link: RmapLink): void {
    if (link.anon_vma !== this || link.place < 0 || this.at(link.place) !== link.vma)
      throw new Panic('link removed from a list that it is not on', { anon_vma: this.id });
    this.put(link.place, null);
    this.length--;
    this.walkIndex?.vmaChanged(link.place, null);
    link.place = -1;
    this.dropLastGaps();
    if (this.end > 2 * this.length + MOST_GAPS) this.closeGaps();
  }

  private dropLastGaps(): void {
    const { rest } = this;
    while (rest.length > 0 && rest.at(-1) === null) rest.pop();
    if (rest.length === 0) this.rest = EMPTY;
  }

  private closeGaps(): void {
    let to = 0;
    for (let place = 0; place < this.end; place++) {
      const vma = this.at(place);
      if (vma === null) continue;
      this.linkOf(vma).place = to;
      if (to < place) this.put(place, null);
      this.put(to++, vma);
    }
    this.dropLastGaps();
    this.walkIndex = null;
  }

  has(vma: Vma): boolean {
    return this.find(vma) !== null;
  }

  private find(vma: Vma): RmapLink | null {
    for (let link = vma.links; link !== null; link = link.older) if (link.anon_vma === this) return link;
    return null;
  }

  /** The link between this and a VMA on the list. */
  linkOf(vma: Vma): RmapLink {
    const link = this.find(vma);
    if (link !== null) return link;
    throw new Panic('VMA on a list that it has no link to', { anon_vma: this.id, mm: vma.mm.id, start: vma.start });
  }

  /** In the order of the list. */
  *vmas(): Generator<Vma, void, void> {
    for (let place = 0; place < this.end; place++) {
      const vma = this.at(place);
      if (vma !== null) yield vma;
    }
  }
}

/** Origin of an anon_vma that a child gets of its own; `parent` is what the copied VMA uses. */
export const childOf = (parent: AnonVma): AnonVmaOrigin => ({ parent, lineage: parent.lineage, isShared: false });

/** New pages of the VMA go to `anon_vma` from now on, or, with null, nowhere yet. */
export function setAnonVma(vma: Vma, anon_vma: AnonVma | null): void {
  if (vma.anon_vma !== null) vma.anon_vma.users--;
  if (anon_vma !== null) anon_vma.users++;
  vma.anon_vma = anon_vma;
}

export class RmapLink {
  readonly vma: Vma;
  readonly anon_vma: AnonVma;
  /** On the anon_vma's list, once; -1 before and, for who stands on it without the lock, behind. */
  place = -1;
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
  /** Takings of a lock since the run began because the end of a VMA moved up: heap growth. */
  growthLocks = 0;
  /** Forks since the run began that made no anon_vma of their own, by VMA. */
  reused = 0;

  constructor(kind: SpinKind) {
    this.kind = kind;
  }

  create(what: string, origin: AnonVmaOrigin): AnonVma {
    const id = this.free.pop() ?? this.table.length;
    const made = new AnonVma(id, this.nextSerial++, this.kind, what, origin);
    this.table[id] = made;
    this.live++;
    if (made.parent !== null) made.parent.children++;
    return made;
  }

  destroy(anon_vma: AnonVma): void {
    const { id, length: links, pages, users, children, parent } = anon_vma;
    if (links + pages + users + children !== 0)
      throw new Panic('anon_vma freed in use', { anon_vma: id, links, pages, users, children });
    anon_vma.generation++;
    if (parent !== null) parent.children--;
    this.kind.lockClass.instances--;
    if (anon_vma.familyLock !== null) anon_vma.familyLock.lock.lockClass.instances--;
    this.table[id] = null;
    this.free.push(id);
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

// What memory holds, as simply as it can be said: each process has a map from page to the version last written there.
//
// A write makes a new version, fork copies the map, and a read must see the right version, wherever the page has been
// meanwhile. The simulated kernel moves no contents; so the model carries the version along with the frame and the swap
// slot, wherever contents go from one to the other: when a disk request starts, and when an entry changes from one frame
// to another, which is a copy.

import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import { type Pfn, PG } from '../../../src/kernel/mm/page.ts';
import {
  isMigration,
  isPresent,
  isSwap,
  LOST_PTE,
  PteTable,
  ptePfn,
  pteSlot,
  type Vpn,
} from '../../../src/kernel/mm/pte.ts';
import type { TaskStruct } from '../../../src/kernel/mm/task-struct.ts';
import type { Mm } from '../../../src/kernel/mm/vma.ts';
import type { DiskRequest } from '../../../src/machine/disk.ts';

/** Version of a page that nobody has written. */
const ZEROS = 0;

/** Hears of every entry that changes: the model that was made last. */
let watching: MemoryModel | null = null;
const setEntry = PteTable.prototype.set;
PteTable.prototype.set = function set(this: PteTable, vpn, pte) {
  watching?.entryChanges(this.get(vpn), pte);
  setEntry.call(this, vpn, pte);
};

/** What one process should see. */
export class Seen {
  readonly pages: Map<Vpn, number>;
  /** The address space that this is about; another one while it execs, null before and after. */
  mm: Mm | null = null;
  /** Pages that a call is changing right now: [from, to). */
  changing: readonly [Vpn, Vpn] = [0, 0];

  constructor(pages: ReadonlyMap<Vpn, number> = new Map()) {
    this.pages = new Map(pages);
  }

  expected(vpn: Vpn): number {
    return this.pages.get(vpn) ?? ZEROS;
  }

  /** The pages of [from, to) go to `target`. */
  move(from: Vpn, to: Vpn, target: Vpn): void {
    const moved = [...this.pages].filter(([vpn]) => vpn >= from && vpn < to);
    this.forget(from, to);
    for (const [vpn, version] of moved) this.pages.set(vpn - from + target, version);
  }

  forget(from: Vpn, to: Vpn): void {
    for (const vpn of [...this.pages.keys()]) if (vpn >= from && vpn < to) this.pages.delete(vpn);
  }
}

export class MemoryModel {
  readonly processes = new Map<TaskStruct, Seen>();
  reads = 0;
  private readonly k: Kernel;
  private readonly inFrame: Int32Array;
  private readonly inSlot: Int32Array;
  private versions = ZEROS;

  constructor(k: Kernel) {
    this.k = k;
    this.inFrame = new Int32Array(k.frames.count + 1);
    this.inSlot = new Int32Array(k.swap.slots);
    watching = this;
    this.watchDisk();
    this.watchFreedFrames();
  }

  private watchDisk(): void {
    const { disk, swap } = this.k;
    const submit = disk.submit.bind(disk);
    disk.submit = (request) => {
      if (request.start < swap.slots) this.transfer(request);
      submit(request);
    };
  }

  private transfer({ start, pages, write }: DiskRequest): void {
    for (let slot = start; slot < start + pages; slot++) {
      const pfn = this.k.swap.cached(slot);
      if (pfn === 0) throw new Error(`${write ? 'wrote' : 'read'} slot ${slot} without a page`);
      if (write) this.inSlot[slot] = this.inFrame[pfn] as number;
      else this.inFrame[pfn] = this.inSlot[slot] as number;
    }
  }

  entryChanges(before: number, after: number): void {
    // An entry that leads to another frame than before: the contents were copied there.
    if (!(isPresent(before) || isMigration(before)) || !isPresent(after)) return;
    const [from, to] = [ptePfn(before), ptePfn(after)];
    if (from !== to) this.inFrame[to] = this.inFrame[from] as number;
  }

  /** A frame is cleared before it is used again. */
  private watchFreedFrames(): void {
    const { zone } = this.k;
    const give = zone.giveStocked.bind(zone);
    zone.giveStocked = (cpu, pfn) => {
      give(cpu, pfn);
      this.inFrame[pfn] = ZEROS;
    };
  }

  /** The process stores something new on a page that its page table lets it write. */
  store(seen: Seen, vpn: Vpn, pfn: Pfn): void {
    this.inFrame[pfn] = ++this.versions;
    seen.pages.set(vpn, this.versions);
  }

  /** The process loads from a page that is present. */
  load(seen: Seen, vpn: Vpn, pfn: Pfn): void {
    this.reads++;
    this.compare(seen, vpn, this.inFrame[pfn] as number, `frame ${pfn}`);
  }

  /** Every page of every process, wherever it is now. */
  checkAll(): void {
    for (const [task, seen] of this.processes) {
      if (seen.mm === null || task.mm !== seen.mm) continue;
      for (const vpn of seen.pages.keys()) {
        const [from, to] = seen.changing;
        if (vpn < from || vpn >= to) this.checkPage(seen, seen.mm, vpn);
      }
    }
  }

  private checkPage(seen: Seen, mm: Mm, vpn: Vpn): void {
    const pte = mm.pte(vpn);
    // A race has lost it; whoever has a version of it in mind dies.
    if (pte === LOST_PTE) return;
    if (isPresent(pte) || isMigration(pte))
      this.compare(seen, vpn, this.inFrame[ptePfn(pte)] as number, `frame ${ptePfn(pte)}`);
    else if (isSwap(pte)) {
      const slot = pteSlot(pte);
      const cached = this.k.swap.cached(slot);
      const inMemory = cached !== 0 && !this.isToBeRead(cached);
      this.compare(seen, vpn, (inMemory ? this.inFrame[cached] : this.inSlot[slot]) as number, `slot ${slot}`);
    } else this.compare(seen, vpn, ZEROS, 'no entry');
  }

  /** Every page of the model was written, so one that still has zeros is waiting for its read to be submitted. */
  private isToBeRead(pfn: Pfn): boolean {
    return this.k.frames.has(pfn, PG.locked) && this.inFrame[pfn] === ZEROS;
  }

  private compare(seen: Seen, vpn: Vpn, found: number, where: string): void {
    const expected = seen.expected(vpn);
    if (found !== expected)
      throw new Error(
        `process ${seen.mm?.id} page ${vpn}: version ${found} in ${where} instead of ${expected} at ${this.k.engine.now} ns`,
      );
  }
}

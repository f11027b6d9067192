// Processes that do at random what processes do to memory, and compare every page they read with the model.

import type { Random } from '../../../src/base/random.ts';
import { US } from '../../../src/base/time.ts';
import { sys_move_pages } from '../../../src/kernel/migrate/move-pages.ts';
import { do_execve, do_exit, do_wait } from '../../../src/kernel/mm/exit.ts';
import { do_fork } from '../../../src/kernel/mm/fork.ts';
import type { Image } from '../../../src/kernel/mm/image.ts';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import { touch } from '../../../src/kernel/mm/memory.ts';
import { sys_brk, sys_mmap, sys_munmap } from '../../../src/kernel/mm/mmap.ts';
import { sys_mprotect } from '../../../src/kernel/mm/mprotect.ts';
import { sys_mremap } from '../../../src/kernel/mm/mremap.ts';
import { isMigration, isPresent, PTE, ptePfn, type Vpn } from '../../../src/kernel/mm/pte.ts';
import { current, type TaskStruct } from '../../../src/kernel/mm/task-struct.ts';
import { type Mm, VM, type Vma } from '../../../src/kernel/mm/vma.ts';
import type { Call } from '../../../src/machine/call.ts';
import type { Path } from '../../../src/machine/path.ts';
import { computeFor } from '../../../src/machine/wait.ts';
import { type MemoryModel, Seen } from './memory-model.ts';

const DATA = 1024;
export const HEAP = 2048;
const MMAP = 8192;
const MMAP_AREAS = 3;
const MMAP_PAGES = 48;
const STACK = 500_000;

/** Two adjacent areas: the second may borrow the anon_vma of the first. */
export const IMAGE: Image = {
  name: 'random',
  upperTables: 3,
  areas: [
    { what: 'text', start: 512, pages: 16, file: true, dirtied: 0 },
    { what: 'data', start: DATA, pages: 24, file: false, dirtied: 6 },
    { what: 'bss', start: DATA + 24, pages: 24, file: false, dirtied: 2 },
    { what: 'heap', start: HEAP, pages: 40, file: false, dirtied: 4 },
    { what: 'stack', start: STACK, pages: 16, file: false, dirtied: 2 },
  ],
};

export interface Crowd {
  readonly k: Kernel;
  readonly model: MemoryModel;
  /** Processes alive at once, at most. */
  readonly most: number;
  /** Operations of a process before it exits, on average. */
  readonly operations: number;
  /** How often each operation was done, by name; a call that failed for want of memory under 'ENOMEM'. */
  readonly done: Map<string, number>;
  alive: number;
  /** Forks left before the crowd dies out. */
  forks: number;
}

export function crowd(k: Kernel, model: MemoryModel, size: Partial<Crowd> = {}): Crowd {
  return { k, model, most: 50, operations: 25, done: new Map(), alive: 0, forks: 200, ...size };
}

/** Starts the first process, which keeps up the number of the others until no forks are left. */
export function startCrowd(crowd: Crowd): TaskStruct {
  const { k } = crowd;
  const task = k.createTask('first', null, (c) => first(crowd, c));
  k.scheduler.wake(task);
  return task;
}

function* first(crowd: Crowd, c: Call): Path {
  const me = new Process(crowd, c, new Seen());
  yield* me.exec();
  yield* me.write();
  while (crowd.forks > 0 && !current(c).killed) {
    if (crowd.alive < crowd.most) yield* me.fork();
    else yield* do_wait(crowd.k, c);
    yield* me.write();
  }
  while (yield* do_wait(crowd.k, c));
  me.end();
  yield* do_exit(crowd.k, c);
}

/** A process with its random choices. Every operation leaves the model as the kernel should have left memory. */
class Process {
  private readonly crowd: Crowd;
  private readonly k: Kernel;
  private readonly c: Call;
  private readonly seen: Seen;
  private readonly random: Random;

  constructor(crowd: Crowd, c: Call, seen: Seen) {
    this.crowd = crowd;
    this.k = crowd.k;
    this.c = c;
    this.seen = seen;
    this.random = c.task.engine.random(`process${c.task.id}`);
    this.seen.mm = current(c).mm;
    crowd.model.processes.set(current(c), seen);
  }

  *live(): Path {
    const { random, crowd } = this;
    for (let left = 1 + random.below(2 * crowd.operations); left > 0 && !current(this.c).killed; left--) {
      yield* this.operation();
      if (random.below(3) === 0) yield* computeFor(this.c, 1 + random.expNs(100 * US));
    }
    while (yield* do_wait(this.k, this.c));
    this.end();
  }

  /** The process is gone when its path ends: do_exit follows at once. */
  end(): void {
    this.crowd.model.processes.delete(current(this.c));
    this.seen.mm = null;
  }

  private *operation(): Path {
    if (this.k.migration !== null && this.random.below(4) === 0) yield* this.move();
    const draw = this.random.below(100);
    if (draw < 30) yield* this.write();
    else if (draw < 60) yield* this.read();
    else if (draw < 72) yield* this.fork();
    else if (draw < 76) yield* this.exec();
    else if (draw < 82) yield* this.brk();
    else if (draw < 87) yield* this.mmap();
    else if (draw < 91) yield* this.munmap();
    else if (draw < 95) yield* this.mprotect();
    else if (draw < 98) yield* this.mremap();
    else yield* do_wait(this.k, this.c);
  }

  private note(what: string): void {
    this.crowd.done.set(what, (this.crowd.done.get(what) ?? 0) + 1);
  }

  /** The result of a call; -ENOMEM is counted. */
  private succeeded(what: string, ok: boolean): boolean {
    this.note(ok ? what : 'ENOMEM');
    return ok;
  }

  *fork(): Path {
    const { crowd } = this;
    if (crowd.alive >= crowd.most || crowd.forks === 0) return;
    crowd.forks--;
    crowd.alive++;
    // Copied now: the parent may write before the child runs for the first time.
    const seen = new Seen(this.seen.pages);
    const child = yield* do_fork(this.k, this.c, 'child', (own) => childBody(crowd, own, seen));
    if (!this.succeeded('fork', child !== null)) crowd.alive--;
  }

  *exec(): Path {
    const done = yield* do_execve(this.k, this.c, IMAGE);
    const { mm } = current(this.c);
    if (mm !== this.seen.mm) this.seen.pages.clear();
    this.seen.mm = mm;
    this.succeeded('exec', done);
  }

  private *brk(): Path {
    const mm = current(this.c).mm as Mm;
    const brk = HEAP + this.random.below(200);
    const what = brk < mm.brk ? 'shrink' : 'grow';
    this.seen.changing = [brk, mm.brk];
    const ok = (yield* sys_brk(this.k, this.c, mm, brk)) === 0;
    if (this.succeeded(what, ok)) this.seen.forget(brk, HEAP + 4096);
    this.seen.changing = [0, 0];
  }

  /** A whole area, or the first hole in it: then the neighbours become one again. */
  private *mmap(): Path {
    const mm = current(this.c).mm as Mm;
    const start = MMAP + this.random.below(MMAP_AREAS) * 2 * MMAP_PAGES;
    const isFree = (vpn: Vpn): boolean => mm.find(vpn) === null;
    let from = start;
    while (from < start + MMAP_PAGES && !isFree(from)) from++;
    let to = from;
    while (to < start + MMAP_PAGES && isFree(to)) to++;
    if (from === to) return;
    const before = [...mm.vmas()].length;
    const ok = (yield* sys_mmap(this.k, this.c, mm, from, to - from, 'mmap')) === 0;
    const grown = [...mm.vmas()].length - before;
    this.succeeded(grown > 0 ? 'mmap' : grown === 0 ? 'extend' : 'join', ok);
  }

  /** Any part of an area: its head, its tail, the middle, or several areas at once. */
  private *munmap(): Path {
    const mm = current(this.c).mm as Mm;
    const area = this.randomArea();
    if (area === null || area.what === 'heap') return;
    const start = area.start + this.random.below(area.pages);
    const pages = 1 + this.random.below(this.random.below(2) === 0 ? 8 : MMAP_PAGES);
    if (start < HEAP + 4096 && start + pages > HEAP) return;
    this.seen.changing = [start, start + pages];
    const ok = (yield* sys_munmap(this.k, this.c, mm, start, pages)) === 0;
    if (this.succeeded('munmap', ok)) this.seen.forget(start, start + pages);
    this.seen.changing = [0, 0];
  }

  /** Any part of an area: cuts it, or shifts the boundary to a neighbour, or joins neighbours. */
  private *mprotect(): Path {
    const mm = current(this.c).mm as Mm;
    const area = this.randomArea();
    if (area === null) return;
    const start = area.start + (this.random.below(2) === 0 ? 0 : this.random.below(area.pages));
    const pages = this.random.below(2) === 0 ? area.end - start : 1 + this.random.below(area.end - start);
    const flags = (area.flags & VM.write) === 0 ? VM.read | VM.write : VM.read;
    const before = [...mm.vmas()].length;
    const ok = (yield* sys_mprotect(this.k, this.c, mm, start, pages, flags)) === 0;
    const grown = [...mm.vmas()].length - before;
    const shifted = pages < area.pages || area.pages < pages ? 'shift' : 'mprotect';
    this.succeeded(grown > 0 ? 'cut' : grown < 0 ? 'rejoin' : shifted, ok);
  }

  /** A part of an area goes to a free place; when it comes back it becomes part of the area again. */
  private *mremap(): Path {
    const mm = current(this.c).mm as Mm;
    const areas = [...mm.vmas()].filter(({ what }) => what === 'mmap');
    const away = areas.filter(({ start, pgoff }) => start !== pgoff);
    const isGoingHome = away.length > 0 && this.random.below(3) !== 0;
    const area = isGoingHome ? away[this.random.below(away.length)] : areas[this.random.below(areas.length)];
    if (area === undefined) return;
    const start = isGoingHome ? area.start : area.start + this.random.below(area.pages);
    const pages = 1 + this.random.below(area.end - start);
    const home = area.pgoff + start - area.start;
    const to = isGoingHome ? home : MMAP + this.random.below(MMAP_AREAS * 2 * MMAP_PAGES);
    for (const { start: from, end } of mm.vmas()) if (from < to + pages && end > to) return;
    this.seen.changing = [start, start + pages];
    const ok = (yield* sys_mremap(this.k, this.c, mm, start, pages, to)) === 0;
    if (this.succeeded(isGoingHome ? 'remap home' : 'remap', ok)) this.seen.move(start, start + pages, to);
    this.seen.changing = [0, 0];
  }

  private randomArea(isFit: (vma: Vma) => boolean = () => true, mm: Mm | null = current(this.c).mm): Vma | null {
    const areas = [...(mm?.vmas() ?? [])].filter((vma) => vma.what !== 'text' && isFit(vma));
    return areas[this.random.below(areas.length)] ?? null;
  }

  /** Pages of an area go to some node, shared ones too; the area is its own or, as when memory is compacted, anybody's. */
  private *move(): Path {
    const owners = [...this.crowd.model.processes.keys()];
    const owner = this.random.below(2) === 0 ? current(this.c) : owners[this.random.below(owners.length)];
    const area = this.randomArea(undefined, owner?.mm ?? null);
    if (area === null) return;
    const start = area.start + this.random.below(area.pages);
    const pages = Math.min(area.end - start, 1 + this.random.below(MMAP_PAGES));
    const vpns = Array.from({ length: pages }, (_, at) => start + at);
    const moved = yield* sys_move_pages(this.k, this.c, area.mm, vpns, this.random.below(this.k.frames.nodes));
    if (moved > 0) this.note('move');
  }

  *write(): Path {
    const area = this.randomArea(({ flags }) => (flags & VM.write) !== 0);
    if (area === null) return;
    const from = area.start + this.random.below(area.pages);
    const to = Math.min(area.end, from + 1 + this.random.below(8));
    if (!(yield* touch(this.k, this.c, area, from, to - from, true))) return;
    this.note('write');
    for (let vpn = from; vpn < to; vpn++) yield* this.store(area, vpn);
  }

  /** The instruction is repeated until it meets an entry that it may use; reclaim may have been faster. */
  private *store(area: Vma, vpn: Vpn): Path {
    for (;;) {
      if (!(yield* touch(this.k, this.c, area, vpn, 1, true))) return;
      const pte = area.mm.pte(vpn);
      // Its page is to be moved, and this CPU still has the translation: the contents are copied after the flush.
      if (isMigration(pte) && this.k.races?.writesThrough(this.c, area.mm, vpn)) {
        this.crowd.model.store(this.seen, vpn, ptePfn(pte));
        return;
      }
      if (!isPresent(pte) || (pte & PTE.write) === 0 || (pte & PTE.dirty) === 0) continue;
      this.crowd.model.store(this.seen, vpn, ptePfn(pte));
      return;
    }
  }

  private *read(): Path {
    const area = this.randomArea();
    if (area === null) return;
    const vpn = area.start + this.random.below(area.pages);
    for (;;) {
      if (!(yield* touch(this.k, this.c, area, vpn, 1, false))) return;
      const pte = area.mm.pte(vpn);
      if (!isPresent(pte)) continue;
      this.crowd.model.load(this.seen, vpn, ptePfn(pte));
      this.note('read');
      return;
    }
  }
}

function* childBody(crowd: Crowd, c: Call, seen: Seen): Path {
  yield* new Process(crowd, c, seen).live();
  crowd.alive--;
}

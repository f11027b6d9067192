// The lock bit of a page: held while the page is read, unmapped or moved; whoever wants it sleeps in a queue of the page.

import { Panic } from '../../engine/panic.ts';
import type { Cpu } from '../../machine/cpu.ts';
import { type Path, READY, type Request } from '../../machine/path.ts';
import type { Task } from '../../machine/task.ts';
import { type PageFrames, type Pfn, PG } from './page.ts';

export class PageLocks {
  private readonly frames: PageFrames;
  private readonly sleepers = new Map<Pfn, Task[]>();

  constructor(frames: PageFrames) {
    this.frames = frames;
  }

  trylock(pfn: Pfn): boolean {
    return this.frames.testAndSet(pfn, PG.locked);
  }

  /** lock_page: sleeps on the disk's account, as io_schedule does. */
  lock(pfn: Pfn): Path {
    return this.trylock(pfn) ? READY : this.waitAndLock(pfn);
  }

  private *waitAndLock(pfn: Pfn): Path {
    while (!this.trylock(pfn)) yield new PageWait(this.frames, this.sleepers, pfn);
  }

  /** wait_on_page_locked: sleeps until somebody unlocks it, and does not lock it. */
  wait(pfn: Pfn): Request {
    return new PageWait(this.frames, this.sleepers, pfn);
  }

  unlock(pfn: Pfn): void {
    if (!this.frames.has(pfn, PG.locked)) throw new Panic('unlocked page unlocked', { pfn });
    this.frames.clear(pfn, PG.locked);
    const tasks = this.sleepers.get(pfn);
    if (tasks === undefined) return;
    this.sleepers.delete(pfn);
    for (const task of tasks) task.wake();
  }
}

class PageWait implements Request {
  private readonly frames: PageFrames;
  private readonly sleepers: Map<Pfn, Task[]>;
  private readonly pfn: Pfn;

  constructor(frames: PageFrames, sleepers: Map<Pfn, Task[]>, pfn: Pfn) {
    this.frames = frames;
    this.sleepers = sleepers;
    this.pfn = pfn;
  }

  perform(cpu: Cpu): boolean {
    if (!this.frames.has(this.pfn, PG.locked)) return true;
    const tasks = this.sleepers.get(this.pfn);
    if (tasks === undefined) this.sleepers.set(this.pfn, [cpu.task as Task]);
    else tasks.push(cpu.task as Task);
    cpu.block(true);
    return false;
  }
}

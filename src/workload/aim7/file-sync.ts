// The file system as far as AIM7 uses it: temporary files that are dirtied, synced and unlinked, O_SYNC writes, sync().
//
// * A sync() writes every dirty file and one journal block, and waits. Callers that come while one is under way share
//   the next one (group commit).
// * Files lie one behind the other on the disks, so what is written together is merged by the elevator.

import { symbols } from '../../engine/symbols.ts';
import type { Kernel } from '../../kernel/mm/kernel.ts';
import { ioInterrupt } from '../../kernel/mm/swap.ts';
import type { Call } from '../../machine/call.ts';
import type { Cpu } from '../../machine/cpu.ts';
import { PlainRequest } from '../../machine/disk.ts';
import type { Path, Request } from '../../machine/path.ts';
import type { Task } from '../../machine/task.ts';

const S = symbols('sys_sync', 'sync_filesystems', 'submit_bio');

/** Blocks of the journal before it starts over. */
const JOURNAL_PAGES = 8192;

interface DirtyFile {
  readonly start: number;
  readonly pages: number;
}

export class FileSync {
  private readonly k: Kernel;
  /** Where files are, behind the swap area, and the journal. */
  private readonly firstPage: number;
  private readonly areaPages: number;
  private cursor = 0;
  private journal = 0;
  private dirty: DirtyFile[] = [];
  private running = false;
  private waiting: Task[] = [];
  private nextWaiting: Task[] = [];
  private outstanding = 0;
  commits = 0;

  constructor(k: Kernel, areaPages: number) {
    this.k = k;
    this.firstPage = k.swap.slots;
    this.areaPages = areaPages;
  }

  /** A temporary file of `pages` dirty pages. */
  write(pages: number): DirtyFile {
    if (this.cursor + pages > this.areaPages) this.cursor = 0;
    const file = { start: this.firstPage + this.cursor, pages };
    this.cursor += pages;
    this.dirty.push(file);
    return file;
  }

  unlink(file: DirtyFile): void {
    const index = this.dirty.indexOf(file);
    if (index >= 0) this.dirty.splice(index, 1);
  }

  /** sync(2), or the wait for the journal of an O_SYNC write. */
  *sync(from: Call): Path {
    const c = from.enter(S.sys_sync).enter(S.sync_filesystems);
    c.spend(this.k.costs.syscall);
    c.spendIn(S.submit_bio, this.k.costs.submitIo);
    yield new CommitWait((task) => this.join(task));
  }

  private join(task: Task): void {
    if (this.running) this.nextWaiting.push(task);
    else {
      this.waiting.push(task);
      this.commit(task.cpu);
    }
  }

  private commit(cpu: Cpu): void {
    this.running = true;
    this.commits++;
    const files = this.dirty;
    this.dirty = [];
    const journal = { start: this.firstPage + this.areaPages + this.journal, pages: 1 };
    this.journal = (this.journal + 1) % JOURNAL_PAGES;
    const parts = [...files, journal].flatMap(({ start, pages }) => this.stripes(start, pages));
    this.outstanding = parts.length;
    for (const { start, pages } of parts)
      this.k.disk.submit(new PlainRequest(start, pages, true, () => this.written(cpu)));
  }

  /** Cuts a run of pages where a stripe of the array ends. */
  private stripes(start: number, pages: number): DirtyFile[] {
    const { stripePages } = this.k.disk;
    const parts: DirtyFile[] = [];
    for (let at = start; at < start + pages; ) {
      const end = Math.min(start + pages, at - (at % stripePages) + stripePages);
      parts.push({ start: at, pages: end - at });
      at = end;
    }
    return parts;
  }

  private written(cpu: Cpu): void {
    if (--this.outstanding > 0) return;
    ioInterrupt(this.k, cpu);
    const done = this.waiting;
    this.waiting = this.nextWaiting;
    this.nextWaiting = [];
    this.running = false;
    for (const task of done) task.wake();
    if (this.waiting.length > 0) this.commit(cpu);
  }
}

class CommitWait implements Request {
  private readonly join: (task: Task) => void;

  constructor(join: (task: Task) => void) {
    this.join = join;
  }

  perform(cpu: Cpu): boolean {
    const task = cpu.task as Task;
    cpu.block(true);
    this.join(task);
    return false;
  }
}

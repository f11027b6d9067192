// task_struct: a task with an address space and a family.

import { EMPTY } from '../../base/short-list.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Call } from '../../machine/call.ts';
import type { Cpu } from '../../machine/cpu.ts';
import type { Path } from '../../machine/path.ts';
import { Task } from '../../machine/task.ts';
import type { Pfn } from './page.ts';
import type { Mm } from './vma.ts';

export class TaskStruct extends Task {
  mm: Mm | null = null;
  /** Null also for one that is gone, or its children would keep all their ancestors. */
  parent: TaskStruct | null;
  /** Children that live or are zombies. */
  children = 0;
  /** Dead children that nobody has waited for yet. */
  zombies: TaskStruct[] = EMPTY;
  /** Sleeps until a child dies: the next one that does wakes it. */
  waitsForChild = false;
  /** Ends, and has buried its dead children: those that die from now on bury themselves. */
  isOrphaning = false;
  /** PF_MEMALLOC: frees memory right now, so it may use the last pages and must not reclaim again. */
  memalloc = false;
  /** SIGKILL is pending: exits instead of returning to user mode. */
  killed = false;
  /** TIF_MEMDIE, chosen by the out-of-memory killer: its allocations fail rather than wait for memory. */
  memdie = false;
  /** Frames of its kernel stack. */
  stack: Pfn[] = [];

  constructor(engine: Engine, id: number, name: string, cpu: Cpu, parent: TaskStruct | null, path: (c: Call) => Path) {
    super(engine, id, name, cpu, path);
    this.parent = parent;
  }
}

/** The task that runs this call; every task of a Kernel is a task_struct. */
export const current = (c: Call): TaskStruct => c.task as TaskStruct;

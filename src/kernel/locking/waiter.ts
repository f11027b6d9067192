// Somebody who waits for a lock or holds it, as a record that is used again and again: an acquisition allocates nothing.

import type { Ns } from '../../base/time.ts';
import type { StackNode } from '../../engine/call-tree.ts';
import type { Cpu } from '../../machine/cpu.ts';
import type { Task } from '../../machine/task.ts';
import type { LockMode, Party } from './lock-class.ts';

export class Waiter implements Party {
  task: Task;
  cpu: Cpu | null;
  since: Ns;
  site: StackNode;
  mode: LockMode;
  /** The next in the same queue or list of holders. */
  next: Waiter | null = null;
  /** Start of its wait, once it has been given the lock and `since` says since when it holds it. */
  queuedAt: Ns = 0;

  constructor(task: Task, cpu: Cpu | null, since: Ns, site: StackNode, mode: LockMode) {
    this.task = task;
    this.cpu = cpu;
    this.since = since;
    this.site = site;
    this.mode = mode;
  }
}

export class WaiterPool {
  private free: Waiter | null = null;

  take(task: Task, cpu: Cpu | null, since: Ns, site: StackNode, mode: LockMode): Waiter {
    const waiter = this.free;
    if (waiter === null) return new Waiter(task, cpu, since, site, mode);
    this.free = waiter.next;
    waiter.task = task;
    waiter.cpu = cpu;
    waiter.since = since;
    waiter.site = site;
    waiter.mode = mode;
    waiter.next = null;
    return waiter;
  }

  give(waiter: Waiter): void {
    waiter.next = this.free;
    this.free = waiter;
  }
}

/** The records of a list, for observers. */
export function listed(head: Waiter | null): readonly Waiter[] {
  const list: Waiter[] = [];
  for (let at = head; at !== null; at = at.next) list.push(at);
  return list;
}

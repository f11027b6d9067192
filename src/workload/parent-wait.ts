// A parent that keeps up the number of its children sleeps in wait() until one dies or the load has moved on.

import type { Ns } from '../base/time.ts';
import type { TaskStruct } from '../kernel/mm/task-struct.ts';
import type { Cpu } from '../machine/cpu.ts';
import type { Request } from '../machine/path.ts';

/**
 * Of one parent. Does not sleep while `hasWork`; wakes by itself after `nextLookNs`, if that is not negative. Who does something else
 * must not be woken by a child or by the load: it may sleep in a lock.
 */
export class ParentWait implements Request {
  private readonly hasWork: () => boolean;
  private readonly nextLookNs: () => Ns;
  /** From its sleep until it runs again. */
  private sleeper: TaskStruct | null = null;

  constructor(hasWork: () => boolean, nextLookNs: () => Ns) {
    this.hasWork = hasWork;
    this.nextLookNs = nextLookNs;
  }

  perform(cpu: Cpu): boolean {
    const task = cpu.task as TaskStruct;
    if (this.sleeper !== null) {
      this.sleeper = null;
      task.waitsForChild = false;
      return true;
    }
    if (task.zombies.length > 0 || this.hasWork()) return true;
    this.sleeper = task;
    task.waitsForChild = true;
    task.pending = this;
    const next = this.nextLookNs();
    if (next > 0) task.startTimer(next);
    cpu.block();
    // Forking everybody made it the greediest task of the machine; it must not wait until its children have caught up.
    task.key = 0;
    return false;
  }

  /** There may be work now. */
  wake(): void {
    this.sleeper?.wake();
  }
}

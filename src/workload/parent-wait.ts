// A parent that keeps up the number of its children sleeps in wait() until one dies or the load has moved on.

import type { Ns } from '../base/time.ts';
import type { TaskStruct } from '../kernel/mm/task-struct.ts';
import type { Cpu } from '../machine/cpu.ts';
import type { Request } from '../machine/path.ts';

/** Does not sleep while `hasWork`; wakes by itself after `nextLookNs`, if that is not negative. */
export class ParentWait implements Request {
  private readonly hasWork: () => boolean;
  private readonly nextLookNs: () => Ns;

  constructor(hasWork: () => boolean, nextLookNs: () => Ns) {
    this.hasWork = hasWork;
    this.nextLookNs = nextLookNs;
  }

  perform(cpu: Cpu): boolean {
    const task = cpu.task as TaskStruct;
    if (task.zombies.length > 0 || this.hasWork()) return true;
    task.waitsForChild = true;
    const next = this.nextLookNs();
    if (next > 0) task.startTimer(next);
    cpu.block();
    // Forking everybody made it the greediest task of the machine; it must not wait until its children have caught up.
    task.key = 0;
    return false;
  }
}

// sched_setaffinity (Linux kernel/sched.c) for the running task and one CPU: the migration thread takes it there.

import type { Cpu } from '../../machine/cpu.ts';
import type { Request } from '../../machine/path.ts';

/** The task goes on at `cpu`, and stays there. */
export const sched_setaffinity = (cpu: Cpu): Request => ({
  perform: (from) => {
    const { task } = from;
    if (task === null) return true;
    task.pinned = true;
    if (from === cpu) return true;
    task.goesTo = cpu;
    return !from.yieldIfDue();
  },
});

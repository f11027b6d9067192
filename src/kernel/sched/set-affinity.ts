// sched_setaffinity (Linux kernel/sched.c) for the running task and one CPU: the migration thread takes it there.

import type { Cpu } from '../../machine/cpu.ts';
import type { Request } from '../../machine/path.ts';

/** From the stopper's wake-up until the task is on the other queue. */
const MIGRATION_NS = 10_000;

/** The task goes on at `cpu`, and stays there. */
export const sched_setaffinity = (cpu: Cpu): Request => ({
  perform: (from) => {
    const { task } = from;
    if (task === null) return true;
    task.pinned = true;
    if (from === cpu) return true;
    task.startTimer(MIGRATION_NS);
    from.block();
    task.cpu = cpu;
    return false;
  },
});

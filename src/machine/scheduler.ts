// What a CPU asks of the scheduler. kernel/sched implements it.

import type { Ns } from '../base/time.ts';
import type { Cpu } from './cpu.ts';
import type { Task } from './task.ts';

export interface Scheduler {
  /** Takes the next task off the CPU's queue (or another's); null leaves the CPU idle. */
  pick(cpu: Cpu): Task | null;
  /** Puts the task that ran on `cpu` until now back into the queue. */
  requeue(cpu: Cpu, task: Task): void;
  /** The task that ran on `cpu` until now sleeps or is dead. */
  leave(cpu: Cpu, task: Task): void;
  /** User time that the running task may still use before it must make room; Infinity when nobody waits. */
  budget(cpu: Cpu, task: Task): Ns;
  /** Makes a sleeping or new task runnable on a CPU of the scheduler's choice. */
  wake(task: Task): void;
}

// The run queue of one CPU: runnable tasks by virtual runtime (CFS, Linux 2.6.33 kernel/sched_fair.c).

import { MinHeap } from '../../base/min-heap.ts';
import type { Task } from '../../machine/task.ts';

export class RunQueue {
  readonly waiting = new MinHeap<Task>();
  /** Never goes back; a task that joins is placed relative to it. */
  minVruntime = 0;
  /** The running task and the one that was picked: 0 or 1. */
  running = 0;
  /** TIF_NEED_RESCHED: a woken task goes before the running one. */
  needResched = false;

  /** Waiting and running. */
  get length(): number {
    return this.waiting.size + this.running;
  }
}

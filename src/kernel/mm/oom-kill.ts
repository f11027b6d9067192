// The out-of-memory killer: when memory and swap are both full and reclaim finds nothing, the task with the most
// memory has to go. It exits on its own at its next safe point.

import type { Kernel } from './kernel.ts';
import { dismissKilled, send_sigkill } from './signal.ts';
import type { TaskStruct } from './task-struct.ts';

/** Marks a victim; false when there is none left. */
export function out_of_memory(k: Kernel): boolean {
  let worst: TaskStruct | null = null;
  for (const task of k.tasks) {
    if (task.memdie || task.mm === null || task.parent === null || task.state === 'dead') continue;
    if (worst === null || task.mm.rss > (worst.mm?.rss ?? 0)) worst = task;
  }
  if (worst === null) return false;
  worst.memdie = true;
  send_sigkill(worst);
  dismissKilled(k);
  k.stat.oomKills++;
  return true;
}

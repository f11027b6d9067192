// SIGKILL (Linux 2.6.33 kernel/signal.c).
//
// A process dies where it would return to user mode. Until then it goes on: it gives up waiting for a child and for other
// reclaimers, lets no child be born, and waits for a page, a lock or the disk as before.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { sync } from '../../machine/wait.ts';
import type { Kernel } from './kernel.ts';
import { current, type TaskStruct } from './task-struct.ts';

const S = symbols('sys_kill', 'kill_something_info');

/** kill(-1, SIGKILL): all processes but the running one have to die. Kernel threads do not hear signals. */
export function* kill_all(k: Kernel, from: Call): Path {
  const c = from.enter(S.sys_kill).enter(S.kill_something_info);
  c.spend(k.costs.syscall);
  yield* sync(c);
  let visited = 0;
  for (const task of k.tasks) {
    if (task.mm === null || task === current(c)) continue;
    visited++;
    send_sigkill(task);
  }
  dismissKilled(k);
  // The list of all tasks, and the pending signals of each.
  c.spend(2 * visited * k.costs.listStep);
  yield* sync(c);
}

/** The caller calls dismissKilled() once it is through with all. */
export function send_sigkill(task: TaskStruct): void {
  task.killed = true;
  if (task.cpu.task === task) task.cpu.limitUser(0);
  task.userLeftNs = 0;
  if (!task.waitsForChild) return;
  task.waitsForChild = false;
  task.wake();
}

/** Reclaimers that wait for others to put pages back do not wait any longer. */
export function dismissKilled(k: Kernel): void {
  k.isolation.dismissKilled();
}

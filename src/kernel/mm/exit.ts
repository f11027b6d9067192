// exit, wait and exec (Linux 2.6.33 kernel/exit.c, fs/exec.c).

import { appended } from '../../base/short-list.ts';
import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Cpu } from '../../machine/cpu.ts';
import { type Path, READY, type Request } from '../../machine/path.ts';
import { sync } from '../../machine/wait.ts';
import { exit_mmap } from './exit-mmap.ts';
import { free_task } from './free-task.ts';
import { type Image, load_image, start_image } from './image.ts';
import type { Kernel } from './kernel.ts';
import { current, type TaskStruct } from './task-struct.ts';

const S = symbols(
  'sys_exit_group',
  'do_group_exit',
  'do_exit',
  'exit_mm',
  'mmput',
  'exit_notify',
  'sys_wait4',
  'do_wait',
  'release_task',
  'sys_execve',
  'do_execve',
  'flush_old_exec',
);

/**
 * The running task ends: gives its memory back and stays a zombie until its parent waits for it. Nothing of it is left
 * when there is no such parent. The path must end with this.
 */
export function* do_exit(k: Kernel, from: Call): Path {
  const task = current(from);
  const c = from.enter(S.sys_exit_group).enter(S.do_group_exit).enter(S.do_exit);
  c.spend(k.costs.syscall + k.costs.doExit);
  if (task.mm !== null) {
    const mm = task.mm;
    task.mm = null;
    mm.users.splice(mm.users.indexOf(task), 1);
    const put = c.enter(S.exit_mm).enter(S.mmput);
    if (mm.users.length === 0) yield* exit_mmap(k, put, mm);
  }
  yield* sync(c);
  yield* exit_notify(k, c, task);
}

/** Children without a parent would go to init, who buries them as soon as they are dead. */
function* exit_notify(k: Kernel, from: Call, task: TaskStruct): Path {
  const c = from.enter(S.exit_notify);
  k.stat.exits++;
  while (task.zombies.length > 0) yield* release_task(k, c, task);
  task.isOrphaning = true;
  const { parent } = task;
  if (parent === null || parent.isOrphaning) {
    yield* free_task_struct(k, c, task);
    k.tasks.delete(task);
    task.parent = null;
    return;
  }
  parent.zombies = appended(parent.zombies, task);
  if (!parent.waitsForChild) return;
  parent.waitsForChild = false;
  parent.wake();
}

/** Sleeps until a child is a zombie, or until the task has to die. */
class ChildWait implements Request {
  private readonly task: TaskStruct;

  constructor(task: TaskStruct) {
    this.task = task;
  }

  perform(cpu: Cpu): boolean {
    this.task.waitsForChild = this.task.zombies.length === 0 && !this.task.killed;
    if (!this.task.waitsForChild) return true;
    cpu.block();
    return false;
  }
}

/** Waits for any child and buries it; false when there is none to wait for, or when the task has to die. */
export function* do_wait(k: Kernel, from: Call): Path<boolean> {
  const task = current(from);
  const c = from.enter(S.sys_wait4).enter(S.do_wait);
  c.spend(k.costs.syscall);
  if (task.children === 0) return false;
  const wait = new ChildWait(task);
  while (task.zombies.length === 0) {
    if (task.killed) return false;
    yield wait;
  }
  yield* release_task(k, c, task);
  return true;
}

/** Buries zombies without waiting; returns how many. */
export function* reap(k: Kernel, from: Call): Path<number> {
  const task = current(from);
  let count = 0;
  for (; task.zombies.length > 0; count++) yield* release_task(k, from.enter(S.sys_wait4), task);
  return count;
}

function* release_task(k: Kernel, from: Call, parent: TaskStruct): Path {
  const c = from.enter(S.release_task);
  const child = parent.zombies.shift();
  if (child === undefined) return;
  c.spend(k.costs.releaseTask);
  parent.children--;
  k.tasks.delete(child);
  child.parent = null;
  yield* free_task_struct(k, c, child);
  // Hundreds may be dead: the time that it takes must pass.
  yield* sync(c);
}

function free_task_struct(k: Kernel, c: Call, task: TaskStruct): Path {
  // The first tasks of the system have none.
  if (task.stack.length === 0) return READY;
  k.slabs.task.withdraw();
  return free_task(k, c, task.stack.splice(0));
}

/** The running task becomes another program; false when it has to die for want of memory. */
export function* do_execve(k: Kernel, from: Call, image: Image): Path<boolean> {
  const task = current(from);
  const c = from.enter(S.sys_execve).enter(S.do_execve);
  c.spend(k.costs.syscall + k.costs.doExec);
  k.stat.execs++;
  const fresh = yield* load_image(k, c, image);
  if (fresh === null) return false;
  const old = task.mm;
  task.mm = fresh;
  fresh.users = appended(fresh.users, task);
  if (old !== null) {
    old.users.splice(old.users.indexOf(task), 1);
    if (old.users.length === 0) yield* exit_mmap(k, c.enter(S.flush_old_exec).enter(S.mmput), old);
  }
  return yield* start_image(k, from, image);
}

// Wait queues: tasks that sleep until a condition holds. Completions are made of one.
//
// Interface: yield wait_event(queue, condition); wake_up(queue); wake_up_all(queue);
//            yield wait_for_completion(done); complete(done); complete_all(done).
// * The condition is tested and the task put to sleep in one request, at one instant: no wake-up is lost in between. It
//   is tested again after every wake-up, before the path goes on.
// * The wake_up functions may be called by any path or interrupt handler. They charge nothing: the cost of
//   try_to_wake_up is the caller's to spend.
// * May sleep, so never wait with a spinlock held.

import type { Cpu } from '../../machine/cpu.ts';
import type { Request } from '../../machine/path.ts';
import type { Task } from '../../machine/task.ts';

export class WaitQueue {
  /** In order of arrival. */
  readonly sleepers: Task[] = [];
}

class WaitEvent implements Request {
  private readonly queue: WaitQueue;
  private readonly condition: () => boolean;
  private readonly io: boolean;

  constructor(queue: WaitQueue, condition: () => boolean, io: boolean) {
    this.queue = queue;
    this.condition = condition;
    this.io = io;
  }

  perform(cpu: Cpu): boolean {
    if (this.condition()) return true;
    const task = cpu.task as Task;
    this.queue.sleepers.push(task);
    task.pending = this;
    cpu.block(this.io);
    return false;
  }
}

/** Sleeps until `condition` holds. */
export const wait_event = (queue: WaitQueue, condition: () => boolean): Request =>
  new WaitEvent(queue, condition, false);

/** The same as io_schedule does it: meanwhile an idle CPU counts as waiting for the disk. */
export const wait_event_io = (queue: WaitQueue, condition: () => boolean): Request =>
  new WaitEvent(queue, condition, true);

/** Wakes the first sleeper; 0 or 1. */
export function wake_up(queue: WaitQueue): number {
  const task = queue.sleepers.shift();
  if (task === undefined) return 0;
  task.wake();
  return 1;
}

/** Wakes all, in order of arrival; returns how many. */
export function wake_up_all(queue: WaitQueue): number {
  const tasks = queue.sleepers.splice(0);
  for (const task of tasks) task.wake();
  return tasks.length;
}

export class Completion {
  /** Times that somebody may go on; Infinity after complete_all. */
  done = 0;
  readonly queue = new WaitQueue();
}

/** Sleeps until complete() was called once more than this. */
export const wait_for_completion = (completion: Completion): Request =>
  wait_event(completion.queue, () => {
    if (completion.done === 0) return false;
    completion.done--;
    return true;
  });

export function complete(completion: Completion): number {
  completion.done++;
  return wake_up(completion.queue);
}

export function complete_all(completion: Completion): number {
  completion.done = Number.POSITIVE_INFINITY;
  return wake_up_all(completion.queue);
}

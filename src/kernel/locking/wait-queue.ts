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
  private readonly events: WaitEvent[] = [];

  get length(): number {
    return this.events.length;
  }

  push(event: WaitEvent): void {
    this.events.push(event);
  }

  shift(): WaitEvent | null {
    return this.events.shift() ?? null;
  }

  remove(event: WaitEvent): void {
    this.events.splice(this.events.indexOf(event), 1);
  }

  /** All, in order of arrival; the queue is empty then. */
  drain(): readonly WaitEvent[] {
    return this.events.splice(0);
  }
}

class WaitEvent implements Request {
  /** Null unless it is in the queue. */
  task: Task | null = null;
  private readonly queue: WaitQueue;
  private readonly condition: () => boolean;
  private readonly io: boolean;

  constructor(queue: WaitQueue, condition: () => boolean, io: boolean) {
    this.queue = queue;
    this.condition = condition;
    this.io = io;
  }

  perform(cpu: Cpu): boolean {
    if (this.condition()) {
      if (this.task !== null) this.queue.remove(this);
      return true;
    }
    const task = cpu.task as Task;
    // Still in the queue when somebody else woke the task.
    if (this.task === null) this.queue.push(this);
    this.task = task;
    task.pending = this;
    cpu.block(this.io);
    return false;
  }

  wake(): void {
    const { task } = this;
    this.task = null;
    task?.wake();
  }
}

/** Sleeps until `condition` holds. */
export const wait_event = (queue: WaitQueue, condition: () => boolean): Request =>
  new WaitEvent(queue, condition, false);

/** The same as io_schedule does it: meanwhile an idle CPU counts as waiting for the disk. */
export const wait_event_io = (queue: WaitQueue, condition: () => boolean): Request =>
  new WaitEvent(queue, condition, true);

/** Wakes the first sleeper; returns 0 or 1. */
export function wake_up(queue: WaitQueue): number {
  const first = queue.shift();
  first?.wake();
  return first === null ? 0 : 1;
}

/** Wakes all, in order of arrival; returns how many. */
export function wake_up_all(queue: WaitQueue): number {
  const all = queue.drain();
  for (const event of all) event.wake();
  return all.length;
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

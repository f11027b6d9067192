// An entry: a path that the CPU resumes directly, not through the generators that called it.
//
// A wait below n nested generators costs n steps on the way out and n on the way back. Where a path waits many times,
// as system calls and faults do, an entry between it and its callers makes them pay for the first wait and for the
// return only. What happens, and when, is the same with and without.

import type { Call } from './call.ts';
import type { Path, Request } from './path.ts';
import type { Task } from './task.ts';

export class Entry<T> implements Path<T> {
  /** The entry around this one, and the path that the CPU resumed before. */
  outer: Entry<unknown> | null = null;
  caller: Path<unknown>;
  /** How the path ended; null before that. */
  end: IteratorResult<Request, T> | null = null;
  private readonly task: Task;
  private readonly path: Path<T>;

  constructor(task: Task, path: Path<T>) {
    this.task = task;
    this.path = path;
    this.caller = path;
  }

  /** Called twice at most: when the callers start the path, and when it is through and they go on. */
  next(): IteratorResult<Request, T> {
    if (this.end !== null) return this.end;
    const { task, path } = this;
    task.enter(this, path);
    const step = path.next();
    if (step.done === true) task.leave(this);
    return step;
  }

  [Symbol.iterator](): Path<T> {
    return this;
  }
}

/** `path`, resumed directly. */
export const entry = <T>({ task }: Call, path: Path<T>): Path<T> =>
  path instanceof Entry ? path : new Entry(task, path);

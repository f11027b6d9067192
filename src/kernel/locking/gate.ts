// The gate of a switchable subsystem: lets a flip exchange the variant while nobody is inside.
//
// * A path captures the variant with enter() and finishes on it; leave() says that it is through.
// * While the gate is closed, new entries sleep; when the last task inside leaves, the flipping task is woken.
// * A task that is inside already may enter again, closed or not: a call that allocates may have to reclaim memory,
//   and the flip waits for that call.
// * Never enter with a spinlock held.

import { Panic } from '../../engine/panic.ts';
import type { Call } from '../../machine/call.ts';
import type { Cpu } from '../../machine/cpu.ts';
import type { Path, Request } from '../../machine/path.ts';
import type { Task } from '../../machine/task.ts';

export class Gate<Variant> {
  variant: Variant;
  /** How many times each task is inside. */
  private readonly depths = new Map<Task, number>();
  private closed = false;
  private readonly waiting: Task[] = [];
  private flipper: Task | null = null;

  constructor(variant: Variant) {
    this.variant = variant;
  }

  /** Tasks inside. */
  get inFlight(): number {
    return this.depths.size;
  }

  get isClosed(): boolean {
    return this.closed;
  }

  isInside(task: Task): boolean {
    return this.depths.has(task);
  }

  *enter({ task }: Call): Path<Variant> {
    while (this.closed && !this.isInside(task)) yield this.wait;
    this.depths.set(task, (this.depths.get(task) ?? 0) + 1);
    return this.variant;
  }

  leave({ task }: Call): void {
    const depth = this.depths.get(task);
    if (depth === undefined) throw new Panic('gate left twice', { task: task.name });
    if (depth > 1) this.depths.set(task, depth - 1);
    else this.depths.delete(task);
    if (this.depths.size === 0) this.flipper?.wake();
  }

  private readonly wait: Request = {
    perform: (cpu: Cpu) => {
      if (!this.closed) return true;
      this.waiting.push(cpu.task as Task);
      cpu.block();
      return false;
    },
  };

  /** Closes the gate and waits until nobody is inside; only one flip at a time. */
  *close(): Path {
    if (this.closed) throw new Panic('gate closed twice');
    this.closed = true;
    while (this.depths.size > 0) yield this.drain;
  }

  private readonly drain: Request = {
    perform: (cpu: Cpu) => {
      if (this.depths.size === 0) return true;
      this.flipper = cpu.task as Task;
      cpu.block();
      return false;
    },
  };

  open(): void {
    this.closed = false;
    this.flipper = null;
    for (const task of this.waiting.splice(0)) task.wake();
  }
}

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
import { type Path, type Request, ready } from '../../machine/path.ts';
import type { Task } from '../../machine/task.ts';

export class Gate<Variant> {
  variant: Variant;
  /** Tasks inside. */
  private inside = 0;
  private closed = false;
  private readonly waiting: Task[] = [];
  private flipper: Task | null = null;

  constructor(variant: Variant) {
    this.variant = variant;
  }

  get inFlight(): number {
    return this.inside;
  }

  get isClosed(): boolean {
    return this.closed;
  }

  isInside(task: Task): boolean {
    return task.gateDepth > 0;
  }

  enter({ task }: Call): Path<Variant> {
    return this.closed && !this.isInside(task) ? this.waitAndEnter(task) : ready(this.goIn(task));
  }

  private *waitAndEnter(task: Task): Path<Variant> {
    while (this.closed && !this.isInside(task)) yield this.wait;
    return this.goIn(task);
  }

  private goIn(task: Task): Variant {
    if (task.gateDepth++ === 0) this.inside++;
    return this.variant;
  }

  leave({ task }: Call): void {
    if (task.gateDepth === 0) throw new Panic('gate left twice', { task: task.name });
    if (--task.gateDepth > 0 || --this.inside > 0) return;
    this.flipper?.wake();
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
    while (this.inside > 0) yield this.drain;
  }

  private readonly drain: Request = {
    perform: (cpu: Cpu) => {
      if (this.inside === 0) return true;
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

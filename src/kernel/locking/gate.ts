// The gate of a switchable subsystem: lets a flip exchange the variant while nobody is inside.
//
// * A path captures the variant with enter() and finishes on it; leave() says that it is through.
// * While the gate is closed, new entries sleep; when the last call in flight leaves, the flipping task is woken.
// * Never enter with a spinlock held, and never twice by one task.

import { Panic } from '../../engine/panic.ts';
import type { Cpu } from '../../machine/cpu.ts';
import type { Path, Request } from '../../machine/path.ts';
import type { Task } from '../../machine/task.ts';

export class Gate<Variant> {
  variant: Variant;
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

  *enter(): Path<Variant> {
    while (this.closed) yield this.wait;
    this.inside++;
    return this.variant;
  }

  leave(): void {
    if (--this.inside < 0) throw new Panic('gate left twice');
    if (this.inside === 0 && this.flipper !== null) this.flipper.wake();
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

  open(variant: Variant): void {
    this.variant = variant;
    this.closed = false;
    this.flipper = null;
    for (const task of this.waiting.splice(0)) task.wake();
  }
}

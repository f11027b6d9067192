// The gate of a switchable subsystem: lets a flip exchange the variant while nobody is inside.
//
// * A path captures the variant with enter() and finishes on it; leave() says that it is through.
// * While the gate is closed, new entries sleep; when the last task inside leaves, the flipping task is woken.
// * A task may be inside several gates; each counts for itself how deep.
// * A task that is inside already may enter again, closed or not: a call that allocates may have to reclaim memory,
//   and the flip waits for that call.
// * Never enter with a spinlock held.

import { Panic } from '../../engine/panic.ts';
import type { Call } from '../../machine/call.ts';
import type { Cpu } from '../../machine/cpu.ts';
import { type Path, type Request, ready } from '../../machine/path.ts';
import type { Task } from '../../machine/task.ts';

/** Bits of Task.gateDepths that belong to one gate. */
const DEPTH_BITS = 4;
export const MOST_GATES = 7;
const DEEPEST = (1 << DEPTH_BITS) - 1;

/** Is the task inside the gate of any subsystem, and would a flip wait for it? */
export const isInsideAny = (task: Task): boolean => task.gateDepths !== 0;

export class Gate<Variant> {
  private current: Variant;
  /** What enter() returns when it need not wait. */
  private entered: Path<Variant>;
  private readonly shift: number;
  /** Tasks inside. */
  private inside = 0;
  private closed = false;
  private readonly waiting: Task[] = [];
  private flipper: Task | null = null;

  /** `place`: no other gate of the machine may have the same. */
  constructor(variant: Variant, place: number) {
    if (place >= MOST_GATES) throw new Panic('too many gates', { place });
    this.current = variant;
    this.entered = ready(variant);
    this.shift = place * DEPTH_BITS;
  }

  get variant(): Variant {
    return this.current;
  }

  set variant(variant: Variant) {
    this.current = variant;
    this.entered = ready(variant);
  }

  get inFlight(): number {
    return this.inside;
  }

  isInside(task: Task): boolean {
    return this.depth(task) > 0;
  }

  private depth(task: Task): number {
    return (task.gateDepths >>> this.shift) & DEEPEST;
  }

  enter({ task }: Call): Path<Variant> {
    if (this.closed && !this.isInside(task)) return this.waitAndEnter(task);
    this.goIn(task);
    return this.entered;
  }

  private *waitAndEnter(task: Task): Path<Variant> {
    while (this.closed) yield this.wait;
    this.goIn(task);
    return this.current;
  }

  private goIn(task: Task): void {
    const depth = this.depth(task);
    if (depth === DEEPEST) throw new Panic('gate entered too often', { task: task.name });
    if (depth === 0) this.inside++;
    task.gateDepths += 1 << this.shift;
  }

  leave({ task }: Call): void {
    if (!this.isInside(task)) throw new Panic('gate left twice', { task: task.name });
    task.gateDepths -= 1 << this.shift;
    if (this.isInside(task) || --this.inside > 0) return;
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

// Processes that fork and exit on command, one at a time: in between all sleep.

import { expect } from 'vitest';
import { MS, SECOND } from '../../../src/base/time.ts';
import { WaitQueue, wait_event, wake_up_all } from '../../../src/kernel/locking/wait-queue.ts';
import type { AnonVma } from '../../../src/kernel/mm/anon-vma.ts';
import { do_execve, do_exit } from '../../../src/kernel/mm/exit.ts';
import { do_fork } from '../../../src/kernel/mm/fork.ts';
import { checkInvariants } from '../../../src/kernel/mm/invariants.ts';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import { touch } from '../../../src/kernel/mm/memory.ts';
import { current, type TaskStruct } from '../../../src/kernel/mm/task-struct.ts';
import type { Vma } from '../../../src/kernel/mm/vma.ts';
import type { Call } from '../../../src/machine/call.ts';
import { type Path, SUCCEEDED } from '../../../src/machine/path.ts';
import { smallKernel, startFlip } from '../mm/small-kernel.ts';

export const HEAP = 2048;
const HEAP_PAGES = 8;
/** Several times what any tree of ours needs, and no more: the invariants look at every frame and swap slot after each step. */
export const MEMORY_MIB = 8;

/** Returns whether the process has to exit now. */
type Order = (c: Call) => Path<boolean>;

export class ProcessTree {
  readonly k: Kernel;
  readonly first: TaskStruct;
  readonly alive = new Set<TaskStruct>();
  private readonly orders = new Map<TaskStruct, Order>();
  private readonly home = new WaitQueue();

  constructor(rmap: string) {
    this.k = smallKernel({ rmap, memoryMib: MEMORY_MIB, swapMib: MEMORY_MIB });
    this.first = this.k.createTask('first', null, (c) => this.start(c));
    this.alive.add(this.first);
    this.k.scheduler.wake(this.first);
    this.settle();
  }

  private *start(c: Call): Path {
    const heap = { what: 'heap', start: HEAP, pages: HEAP_PAGES, file: false, dirtied: 4 };
    yield* do_execve(this.k, c, { name: 'first', areas: [heap], upperTables: 3 });
    yield* this.live(c);
    yield* do_exit(this.k, c);
  }

  private *live(c: Call): Path {
    const me = current(c);
    for (let ends = false; !ends; ) {
      yield wait_event(this.home, () => this.orders.has(me));
      const order = this.orders.get(me);
      this.orders.delete(me);
      if (order !== undefined) ends = yield* order(c);
    }
  }

  private *child(c: Call): Path {
    yield* touch(this.k, c, heapOf(current(c)), HEAP + 1, 1, true);
    yield* this.live(c);
  }

  private settle(): void {
    this.k.engine.run(this.k.engine.now + 20 * MS);
    checkInvariants(this.k);
  }

  /** The process does it, and then all sleep again. */
  obey(task: TaskStruct, order: Order): void {
    this.orders.set(task, order);
    wake_up_all(this.home);
    this.settle();
    expect(this.orders.size).toBe(0);
  }

  /** The child writes a page; null = -ENOMEM. */
  fork(parent: TaskStruct): TaskStruct | null {
    const made: (TaskStruct | null)[] = [];
    const { k } = this;
    const body = (own: Call): Path => this.child(own);
    this.obey(parent, function* forks(c) {
      made.push(yield* do_fork(k, c, 'child', body));
      return false;
    });
    const [child = null] = made;
    if (child !== null) this.alive.add(child);
    return child;
  }

  exit(task: TaskStruct): void {
    this.alive.delete(task);
    this.obey(task, () => SUCCEEDED);
  }

  flip(to: string): void {
    startFlip(this.k, to);
    this.k.engine.run(this.k.engine.now + SECOND);
    expect(this.k.rmap.variant.id).toBe(to);
    checkInvariants(this.k);
  }
}

export function heapOf({ mm }: TaskStruct): Vma {
  const heap = mm?.find(HEAP) ?? null;
  if (heap === null) throw new Error('a process without a heap');
  return heap;
}

/** The anon_vmas of a VMA, newest first. */
export function chainOf({ links }: Vma): readonly AnonVma[] {
  const chain: AnonVma[] = [];
  for (let link = links; link !== null; link = link.older) chain.push(link.anon_vma);
  return chain;
}

// A call: one activation of a simulated kernel function. Charges go to its call chain.
//
// A task keeps one Call per depth and reuses it; entering a function at some depth forgets the calls below it.

import type { Ns } from '../base/time.ts';
import type { StackNode } from '../engine/call-tree.ts';
import type { Sym } from '../engine/symbols.ts';
import type { Cpu } from './cpu.ts';
import type { Task } from './task.ts';

export class Call {
  readonly task: Task;
  private readonly depth: number;
  /** The call chain down to this function. */
  node: StackNode;

  constructor(task: Task, depth: number, node: StackNode) {
    this.task = task;
    this.depth = depth;
    this.node = node;
  }

  get cpu(): Cpu {
    return this.task.cpu;
  }

  /** The call chain of `sym` called from this function. */
  child(sym: Sym): StackNode {
    return this.task.engine.tree.child(this.node, sym);
  }

  /** The call of `sym` from this function. */
  enter(sym: Sym): Call {
    const task = this.task;
    const node = task.engine.tree.child(this.node, sym);
    const depth = this.depth + 1;
    const reused = task.calls[depth];
    if (reused !== undefined) {
      reused.node = node;
      return reused;
    }
    const call = new Call(task, depth, node);
    task.calls[depth] = call;
    return call;
  }

  /** `ns` of this function's own work. */
  spend(ns: Ns): void {
    this.task.cpu.spend(this.node, ns);
  }

  /** `ns` of work of a function that only costs time and is called from this one. */
  spendIn(sym: Sym, ns: Ns): void {
    this.task.cpu.spend(this.child(sym), ns);
  }
}

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
  /** The call chain down to this function. */
  node: StackNode;
  /** The call one level deeper, once there was one. */
  private callee: Call | null = null;
  /** As what it was entered last from the caller as it is now; -1 for not yet. */
  private enteredSym: Sym = -1;

  constructor(task: Task, node: StackNode) {
    this.task = task;
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
    const { callee } = this;
    if (callee !== null && callee.enteredSym === sym) return callee;
    return this.enterAnew(callee ?? new Call(this.task, this.node), sym);
  }

  private enterAnew(callee: Call, sym: Sym): Call {
    this.callee = callee;
    callee.enteredSym = sym;
    callee.node = this.child(sym);
    if (callee.callee !== null) callee.callee.enteredSym = -1;
    return callee;
  }

  /** Before a long sleep of very many tasks: forgets the calls that were once made from this one. */
  forgetCallees(): void {
    this.callee = null;
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

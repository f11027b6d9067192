// The call chains of scheduling points as the tracepoint sched_switch sees them: whatever a task did last, the scheduler is below it
// and the tracepoint is the leaf, so that one symbol has all events and its callers tell them apart.
//
// In a tree of its own: what is looked at must not change the tree of the run.

import { CallTree, ROOT, type StackNode } from '../engine/call-tree.ts';
import { type Sym, symbols } from '../engine/symbols.ts';

const S = symbols('schedule', '__schedule', 'perf_trace_sched_switch');

export class SwitchChains {
  readonly tree = new CallTree();
  private readonly run: CallTree;
  /** Nodes of the run's tree -> nodes of this one. */
  private readonly known = new Map<StackNode, StackNode>([[ROOT, ROOT]]);

  constructor(run: CallTree) {
    this.run = run;
  }

  /** The tracepoint below the chain of a task that left its CPU. */
  leafBelow(node: StackNode): StackNode {
    const { tree } = this;
    const schedule = tree.child(this.copyOf(node), S.schedule);
    return tree.child(tree.child(schedule, S.__schedule), S.perf_trace_sched_switch);
  }

  private copyOf(node: StackNode): StackNode {
    const known = this.known.get(node);
    if (known !== undefined) return known;
    const copy = this.tree.child(this.copyOf(this.run.parent(node)), this.run.sym(node));
    this.known.set(node, copy);
    return copy;
  }
}

/** Of all scheduling points, how many end in the symbol. */
export const leafShare = (sym: Sym): number => (sym === S.perf_trace_sched_switch ? 1 : 0);

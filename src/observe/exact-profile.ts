// The exact profile: simulated time by symbol, from the charges themselves. The oracle for the sampled one.

import type { Ns } from '../base/time.ts';
import type { CallTree, StackNode } from '../engine/call-tree.ts';
import { type Sym, symbolName } from '../engine/symbols.ts';

export class ExactProfile {
  private readonly tree: CallTree;
  private readonly idleNodes: ReadonlySet<StackNode>;

  constructor(tree: CallTree, idleNodes: ReadonlySet<StackNode>) {
    this.tree = tree;
    this.idleNodes = idleNodes;
  }

  /** Share of each symbol in all time since the run began that was not idle; complete when the CPUs are settled. */
  shares(): (sym: Sym) => number {
    const bySym: number[] = [];
    let total = 0;
    for (let node = 1; node < this.tree.size; node++) {
      if (this.idleNodes.has(node)) continue;
      const ns = this.tree.ns[node] as number;
      const sym = this.tree.sym(node);
      bySym[sym] = (bySym[sym] ?? 0) + ns;
      total += ns;
    }
    return (sym) => (total === 0 ? 0 : (bySym[sym] ?? 0) / total);
  }
}

/** Exact self time of one symbol, cheap to ask for often: only nodes that are new since the last call are looked at. */
export class SymbolTime {
  private readonly tree: CallTree;
  private readonly symbol: string;
  private readonly nodes: StackNode[] = [];
  private seen = 1;

  constructor(tree: CallTree, symbol: string) {
    this.tree = tree;
    this.symbol = symbol;
  }

  ns(): Ns {
    for (; this.seen < this.tree.size; this.seen++) {
      if (symbolName(this.tree.sym(this.seen)) === this.symbol) this.nodes.push(this.seen);
    }
    let sum = 0;
    for (const node of this.nodes) sum += this.tree.ns[node] as number;
    return sum;
  }
}

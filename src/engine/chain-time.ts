// Exact simulated time of some functions with all that they call, whoever calls them.

import type { Ns } from '../base/time.ts';
import type { CallTree, StackNode } from './call-tree.ts';
import type { Sym } from './symbols.ts';

export class ChainTime {
  private readonly tree: CallTree;
  private readonly functions: ReadonlySet<Sym>;
  /** Nodes of these functions and below, and whether a node is one; those that are new since the last call are not in it. */
  private readonly nodes: StackNode[] = [];
  private readonly isInside: boolean[] = [false];

  constructor(tree: CallTree, functions: readonly Sym[]) {
    this.tree = tree;
    this.functions = new Set(functions);
  }

  ns(): Ns {
    const { tree, nodes, isInside } = this;
    // A caller has a smaller number than whom it calls.
    for (let node = isInside.length; node < tree.size; node++) {
      const inside = this.functions.has(tree.sym(node)) || isInside[tree.parent(node)] === true;
      isInside.push(inside);
      if (inside) nodes.push(node);
    }
    let sum = 0;
    for (const node of nodes) sum += tree.ns[node] as number;
    return sum;
  }
}

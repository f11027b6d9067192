// The nodes of some functions and of all that they call, cheap to ask for often: only nodes that are new since the last time are
// looked at.

import type { CallTree, StackNode } from './call-tree.ts';
import type { Sym } from './symbols.ts';

export class NodesBelow {
  private readonly tree: CallTree;
  private readonly isIt: (sym: Sym) => boolean;
  private readonly nodes: StackNode[] = [];
  /** By node, as far as nodes have been looked at. */
  private readonly isInside: boolean[] = [false];

  constructor(tree: CallTree, isIt: (sym: Sym) => boolean) {
    this.tree = tree;
    this.isIt = isIt;
  }

  sum(of: (node: StackNode) => number): number {
    this.catchUp();
    let sum = 0;
    for (const node of this.nodes) sum += of(node);
    return sum;
  }

  private catchUp(): void {
    const { tree, nodes, isInside } = this;
    // A caller has a smaller number than whom it calls.
    for (let node = isInside.length; node < tree.size; node++) {
      const inside = this.isIt(tree.sym(node)) || isInside[tree.parent(node)] === true;
      isInside.push(inside);
      if (inside) nodes.push(node);
    }
  }
}

// Call chains of the profile's rows, within limits that keep a frame small enough to post.

import type { CallTree, StackNode } from '../engine/call-tree.ts';
import { symbolName } from '../engine/symbols.ts';
import type { CallChain } from './frame.ts';

const MAX_CHAINS = 6;
/** perf's own limit: a chain below half a percent of all samples is not shown, unless it is its row's hottest. */
const MIN_SHARE = 0.005;
/** A string's own cost in a structured clone. */
const STRING_BYTES = 2;

export interface WeightedNode {
  readonly node: StackNode;
  readonly weight: number;
}

export class ChainBudget {
  private readonly tree: CallTree;
  private readonly minWeight: number;
  private bytesLeft: number;

  /** `total`: weight of all samples of the profile; `bytes`: for the callers in all chains together. */
  constructor(tree: CallTree, total: number, bytes: number) {
    this.tree = tree;
    this.bytesLeft = bytes;
    this.minWeight = total * MIN_SHARE;
  }

  /** The hottest of the chains that end at `leaves`, whose weights sum to `self`. */
  take(leaves: readonly WeightedNode[], self: number): readonly CallChain[] {
    const order = leaves.toSorted((a, b) => b.weight - a.weight || a.node - b.node).slice(0, MAX_CHAINS);
    const chains: CallChain[] = [];
    for (const [rank, leaf] of order.entries()) {
      if (rank > 0 && leaf.weight < this.minWeight) break;
      const callers = this.callers(leaf.node);
      const bytes = callers.reduce((sum, name) => sum + name.length + STRING_BYTES, 0);
      if (bytes > this.bytesLeft) break;
      this.bytesLeft -= bytes;
      chains.push({ share: leaf.weight / self, callers });
    }
    return chains;
  }

  /** Innermost first, without the leaf's own symbol. */
  private callers(leaf: StackNode): readonly string[] {
    return this.tree.chain(this.tree.parent(leaf)).map(symbolName);
  }
}

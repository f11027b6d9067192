// Scheduling points: where tasks were when they left their CPU, counted by call chain, as `perf record -e sched:sched_switch -g` of
// one program tells it. The second view of the profile: it counts events, not time.

import type { CallTree, StackNode } from '../engine/call-tree.ts';
import { symbolName } from '../engine/symbols.ts';

export class SchedulingPoints {
  /** Since the run began. */
  total = 0;
  private counts = new Float64Array(1024);
  /** Since the last drain, in the order in which they were first hit. */
  private recent = new Map<StackNode, number>();

  add(node: StackNode): void {
    this.total++;
    if (node >= this.counts.length) this.grow(node);
    this.counts[node] = (this.counts[node] as number) + 1;
    this.recent.set(node, (this.recent.get(node) ?? 0) + 1);
  }

  private grow(node: StackNode): void {
    const counts = new Float64Array(2 * Math.max(node, this.counts.length));
    counts.set(this.counts);
    this.counts = counts;
  }

  at(node: StackNode): number {
    return this.counts[node] ?? 0;
  }

  drain(give: (node: StackNode, count: number) => void): void {
    for (const [node, count] of this.recent) give(node, count);
    this.recent = new Map();
  }
}

/** Points below a symbol, or any of several, cheap to ask for often: only chains that are new since the last call are looked at. */
export class PointsUnder {
  private readonly tree: CallTree;
  private readonly points: SchedulingPoints;
  private readonly symbols: readonly string[];
  private readonly nodes = new Set<StackNode>();
  private seen = 1;

  constructor(tree: CallTree, points: SchedulingPoints, symbols: readonly string[]) {
    this.tree = tree;
    this.points = points;
    this.symbols = symbols;
  }

  count(): number {
    const { tree, nodes, symbols } = this;
    for (; this.seen < tree.size; this.seen++) {
      const isIt = symbols.includes(symbolName(tree.sym(this.seen)));
      if (isIt || nodes.has(tree.parent(this.seen))) nodes.add(this.seen);
    }
    let sum = 0;
    for (const node of nodes) sum += this.points.at(node);
    return sum;
  }
}

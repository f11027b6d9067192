// Scheduling points: where tasks were when they left their CPU, counted by call chain, as `perf record -e sched:sched_switch -g` of
// one program tells it. The second view of the profile: it counts events, not time.

import type { StackNode } from '../engine/call-tree.ts';

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

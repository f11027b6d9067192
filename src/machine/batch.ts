// The batch of a CPU: charges that were spent but have not passed yet, in order.

import type { Ns } from '../base/time.ts';
import { ROOT, type StackNode } from '../engine/call-tree.ts';
import type { Engine } from '../engine/engine.ts';
import { TIME } from '../engine/probe.ts';

const MAX_SEGMENTS = 256;

export class Batch {
  /** Time until the batch has passed. */
  ns: Ns = 0;
  /** Call chain of the newest charge, also when it has passed. */
  newest: StackNode = ROOT;
  private readonly nodes = new Int32Array(MAX_SEGMENTS);
  private readonly spans = new Float64Array(MAX_SEGMENTS);
  private first = 0;
  private end = 0;

  /** False when there is no room. */
  add(node: StackNode, ns: Ns): boolean {
    const last = this.end - 1;
    if (last >= this.first && this.nodes[last] === node) {
      this.ns += ns;
      this.spans[last] = (this.spans[last] as number) + ns;
      return true;
    }
    if (this.end === MAX_SEGMENTS) return false;
    this.ns += ns;
    this.newest = node;
    this.nodes[this.end] = node;
    this.spans[this.end++] = ns;
    return true;
  }

  /** Call chain of the oldest charge, or `none`. */
  head(none: StackNode): StackNode {
    return this.end > this.first ? (this.nodes[this.first] as number) : none;
  }

  get headNode(): StackNode {
    return this.nodes[this.first] as number;
  }

  /** Takes up to `limit` from the oldest charge and returns how much; 0 when the batch has passed. */
  take(limit: Ns): Ns {
    if (this.first === this.end) return 0;
    const span = this.spans[this.first] as number;
    if (span > limit) {
      this.spans[this.first] = span - limit;
      this.ns -= limit;
      return limit;
    }
    this.ns -= span;
    if (++this.first === this.end) {
      this.first = 0;
      this.end = 0;
    }
    return span;
  }

  /** Credits everything at once: all of it has passed. */
  pass(engine: Engine, cpu: number): void {
    const { nodes, spans, end } = this;
    const { tree, probe } = engine;
    const { ns } = tree;
    const isSkipped = probe.skips(cpu, this.ns);
    for (let index = this.first; index < end; index++) {
      const node = nodes[index] as number;
      const span = spans[index] as number;
      ns[node] = (ns[node] as number) + span;
      if (!isSkipped) probe.charge(cpu, node, span, TIME.sys);
    }
    this.first = 0;
    this.end = 0;
    this.ns = 0;
  }
}

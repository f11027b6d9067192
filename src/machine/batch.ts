// The batch of a CPU: charges that were spent but have not passed yet, in order.

import type { Ns } from '../base/time.ts';
import { ROOT, type StackNode } from '../engine/call-tree.ts';
import type { Engine } from '../engine/engine.ts';
import { Panic } from '../engine/panic.ts';
import { TIME } from '../engine/probe.ts';

const MAX_SEGMENTS = 256;

export class Batch {
  /** Time until the batch has passed. */
  ns: Ns = 0;
  /** Call chain of the newest charge, also when it has passed. */
  newest: StackNode = ROOT;
  private first = 0;
  private end = 0;
  /** Charge n: its call chain at 2n, its ns at 2n + 1. Together, because most batches are a few charges and fit one line. */
  private readonly charges = new Float64Array(2 * MAX_SEGMENTS);

  /** False when there is no room. */
  add(node: StackNode, ns: Ns): boolean {
    const { charges, end } = this;
    if (end > this.first && charges[end - 2] === node) charges[end - 1] = (charges[end - 1] as number) + ns;
    else if (end === charges.length) return false;
    else {
      charges[end] = node;
      charges[end + 1] = ns;
      this.newest = node;
      this.end = end + 2;
    }
    this.ns += ns;
    return true;
  }

  /** Call chain of the oldest charge, or `none`. */
  head(none: StackNode): StackNode {
    return this.end > this.first ? this.headNode : none;
  }

  get headNode(): StackNode {
    return this.charges[this.first] as number;
  }

  /** Takes up to `limit` from the oldest charge and returns how much; 0 when the batch has passed. */
  take(limit: Ns): Ns {
    if (this.first === this.end) return 0;
    const span = this.charges[this.first + 1] as number;
    if (span > limit) {
      this.charges[this.first + 1] = span - limit;
      this.ns -= limit;
      return limit;
    }
    this.ns -= span;
    this.first += 2;
    if (this.first === this.end) {
      this.first = 0;
      this.end = 0;
    }
    return span;
  }

  /** Credits everything at once: all of it has passed. */
  pass({ tree, probe }: Engine, cpu: number, ns: Ns): void {
    if (ns !== this.ns) throw new Panic('time passed that nobody spent', { cpu, ns });
    const { charges, end } = this;
    const isSkipped = probe.skips(cpu, ns);
    for (let at = this.first; at < end; at += 2) {
      const node = charges[at] as number;
      const span = charges[at + 1] as number;
      tree.charge(node, span);
      if (!isSkipped) probe.charge(cpu, node, span, TIME.sys);
    }
    this.first = 0;
    this.end = 0;
    this.ns = 0;
  }
}

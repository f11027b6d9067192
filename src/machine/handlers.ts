// Interrupt handlers of one CPU: those that run now and those that will, one after another.

import type { Ns } from '../base/time.ts';
import { ROOT, type StackNode } from '../engine/call-tree.ts';

interface Handler {
  readonly node: StackNode;
  readonly start: Ns;
  readonly end: Ns;
}

/** The CPU's side of its accounts. */
interface Interrupted {
  /** `ns` of what the CPU did up to `until`. */
  creditActivity(ns: Ns, until: Ns): void;
  creditHandler(node: StackNode, ns: Ns): void;
}

export class Handlers {
  /** In order of start; they do not overlap. */
  private readonly list: Handler[] = [];
  /** End of the last handler taken so far. */
  lastEnd: Ns = 0;

  add(node: StackNode, start: Ns, ns: Ns): void {
    this.lastEnd = start + ns;
    this.list.push({ node, start, end: this.lastEnd });
  }

  /** Time from `now` until no handler runs any more; those that start later do not count. */
  backlog(now: Ns): Ns {
    let end = now;
    for (const handler of this.list) if (handler.start <= end) end = handler.end;
    return end - now;
  }

  /** Call chain of the handler that runs at `now`, or ROOT. */
  nodeAt(now: Ns): StackNode {
    for (const handler of this.list) if (handler.start <= now && now < handler.end) return handler.node;
    return ROOT;
  }

  /**
   * Credits the time from `from` to `to`: handlers get theirs, the interrupted activity the rest. Handlers that are
   * through are forgotten. False when none is left.
   */
  credit(from: Ns, to: Ns, cpu: Interrupted): boolean {
    let at = from;
    while (at < to) {
      const next = this.list[0];
      const start = next === undefined ? to : Math.min(next.start, to);
      if (start > at) {
        cpu.creditActivity(start - at, start);
        at = start;
      }
      if (next === undefined || at === to) break;
      const end = Math.min(next.end, to);
      cpu.creditHandler(next.node, end - at);
      at = end;
      if (end === next.end) this.list.shift();
    }
    return this.list.length > 0;
  }
}

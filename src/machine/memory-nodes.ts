// The memory of the nodes under a load of stores: how long it takes a core to clear pages, its own node's or another's, while others
// use the same memory controller.

import type { Ns } from '../base/time.ts';

export interface MemoryCosts {
  /** One core, one page, when nobody else uses the controller. */
  readonly localNs: Ns;
  readonly remoteNs: Ns;
  /** What the controller needs for a page, however many cores ask. */
  readonly controllerNs: Ns;
}

export class MemoryNodes {
  private readonly costs: MemoryCosts;
  /** Streams of stores that go on now, by the node that they go to. */
  private readonly streams: number[];

  constructor(nodes: number, costs: MemoryCosts) {
    this.costs = costs;
    this.streams = Array.from({ length: nodes }, () => 0);
  }

  /** A core of node `from` begins to clear pages of node `to`. Returns the time for one page as long as the others go on as now. */
  begin(from: number, to: number): Ns {
    const streams = (this.streams[to] as number) + 1;
    this.streams[to] = streams;
    const { localNs, remoteNs, controllerNs } = this.costs;
    return Math.max(from === to ? localNs : remoteNs, streams * controllerNs);
  }

  end(to: number): void {
    this.streams[to] = (this.streams[to] as number) - 1;
  }
}

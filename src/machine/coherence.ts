// The interconnect: cost of moving a cache line between any two CPUs, as a table.

import type { Ns } from '../base/time.ts';
import { type LineCosts, type Topology, transferNs } from './topology.ts';

export class Coherence {
  readonly hitNs: Ns;
  readonly costs: LineCosts;
  /** Die and socket of each CPU, for who counts CPUs by distance. */
  readonly dieOf: Int32Array;
  readonly socketOf: Int32Array;
  private readonly table: Float64Array;
  private readonly cpus: number;

  constructor(topology: Topology, costs: LineCosts) {
    this.hitNs = costs.hitNs;
    this.costs = costs;
    this.cpus = topology.cpus;
    this.dieOf = Int32Array.from({ length: topology.cpus }, (_, cpu) => Math.floor(cpu / topology.cpusPerDie));
    this.socketOf = Int32Array.from({ length: topology.cpus }, (_, cpu) => Math.floor(cpu / topology.cpusPerSocket));
    this.table = new Float64Array(topology.cpus * topology.cpus);
    for (let from = 0; from < topology.cpus; from++)
      for (let to = 0; to < topology.cpus; to++)
        this.table[from * topology.cpus + to] = transferNs(topology, costs, from, to);
  }

  /** One-way cost of moving a line from one CPU to another; a hit when they are the same. */
  transfer(from: number, to: number): Ns {
    return this.table[from * this.cpus + to] as number;
  }
}

// Which CPUs share a die, a socket, a node, and what moving a cache line between two of them costs.

import type { Ns } from '../base/time.ts';

export interface Topology {
  readonly cpus: number;
  readonly cpusPerDie: number;
  readonly cpusPerSocket: number;
  readonly nodes: number;
}

/** One-way cost of moving a line that another CPU owns, and of a hit. */
export interface LineCosts {
  readonly hitNs: Ns;
  readonly sameDieNs: Ns;
  readonly sameSocketNs: Ns;
  readonly otherSocketNs: Ns;
}

export const nodeOf = (topology: Topology, cpu: number): number => Math.floor((cpu * topology.nodes) / topology.cpus);

/** Cost of moving a line from CPU `from` to CPU `to`. */
export function transferNs(topology: Topology, costs: LineCosts, from: number, to: number): Ns {
  if (from === to) return costs.hitNs;
  if (Math.floor(from / topology.cpusPerDie) === Math.floor(to / topology.cpusPerDie)) return costs.sameDieNs;
  if (Math.floor(from / topology.cpusPerSocket) === Math.floor(to / topology.cpusPerSocket)) return costs.sameSocketNs;
  return costs.otherSocketNs;
}

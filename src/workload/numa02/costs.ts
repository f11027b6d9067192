// What clearing a page costs where, in ns. The values, their units and sources are in the machine file.

/** Names of the costs. */
export const NUMA_COSTS = ['numa.clearLocal', 'numa.clearRemote', 'numa.clearController'] as const;

// The catalogue of this program: everything that scenario files and the command line may name.

import { KERNEL_COSTS } from '../kernel/mm/costs.ts';
import { OPTIONAL_SUBSYSTEMS, SUBSYSTEMS } from '../kernel/subsystems.ts';
import { XFS_COSTS } from '../kernel/xfs/costs.ts';
import { MACHINE_COSTS } from '../machine/costs.ts';
import type { CostKind } from '../machine/machine-schema.ts';
import { NUMA_COSTS } from '../workload/numa02/costs.ts';
import { PROGRAMS } from '../workload/programs.ts';
import type { Catalogue } from './catalogue.ts';

/** Costs that are no times. */
const KINDS: Readonly<Record<string, CostKind>> = {
  'ipi.ackMoves': 'count',
  'kmap.heldWrites': 'count',
  'mmap.cacheBytes': 'bytes',
  'mmap.cacheLine': 'bytes',
  'mmap.vmaBytes': 'bytes',
  'mmap.gapBytes': 'bytes',
  'mmap.threadBytes': 'bytes',
};

const COSTS = [
  ...MACHINE_COSTS,
  ...KERNEL_COSTS,
  ...Object.values(OPTIONAL_SUBSYSTEMS).flat(),
  ...XFS_COSTS,
  ...NUMA_COSTS,
];

export const KNOWN: Catalogue = {
  programs: Object.fromEntries(Object.entries(PROGRAMS).map(([name, { schema }]) => [name, schema])),
  killable: Object.keys(PROGRAMS).filter((name) => PROGRAMS[name]?.canKill),
  subsystems: SUBSYSTEMS,
  optional: OPTIONAL_SUBSYSTEMS,
  costs: Object.fromEntries(COSTS.map((name) => [name, KINDS[name] ?? 'time'])),
};

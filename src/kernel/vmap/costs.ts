// What mapping pages into the kernel's address space costs, in ns. The values, their units and sources are in the machine
// file, each name with the prefix 'vmap.'.

import type { Costs } from '../mm/costs.ts';

export const VMAP_PREFIX = 'vmap.';

export const VMAP_COST_NAMES = [
  /** One area of a walk or descent whose line is here already. */
  'areaStep',
  /** Linking or unlinking one area. */
  'areaLink',
  /** The upper levels of the page table, once for a range. */
  'tableWalk',
  'setPte',
  'clearPte',
  /** One access to a mapped page. */
  'touch',
  'tlbMiss',
  /** A full flush of one CPU's TLB, with the refill of what the kernel itself needs. */
  'flushTlb',
  /** What the sender of a broadcast does for the call's data. */
  'callData',
  /** One position of a bitmap (__reg_op). */
  'regOp',
  'radixLookup',
  /** One turn of the loop in which waiters for an rwlock look whether it is free. */
  'rwlockPoll',
  /** One area that a flip moves into another structure. */
  'handOverArea',
] as const;

export type VmapCosts = Costs<(typeof VMAP_COST_NAMES)[number]>;

/** As the machine file names them. */
export const VMAP_COSTS: readonly string[] = VMAP_COST_NAMES.map((name) => `${VMAP_PREFIX}${name}`);

// What mapping high memory costs, in ns. The values, their units and sources are in the machine file, each name with the
// prefix 'kmap.'.

import type { Costs } from '../mm/costs.ts';

export const KMAP_PREFIX = 'kmap.';

export const KMAP_COST_NAMES = [
  /** The code of kmap_high() and of kunmap_high() under the lock, without what is listed below. */
  'call',
  /** One look at a counter whose line is here already. */
  'scanEntry',
  'setPte',
  /** One unused entry that a pass clears: its page table entry and what is remote of its struct page. */
  'clearEntry',
  'invlpg',
  /** One access to a mapped page. */
  'touch',
  'tlbMiss',
  /** A full flush of one CPU's TLB, with the refill of what the kernel itself needs. */
  'flushTlb',
  /** Pinning the task and letting it go again. */
  'pin',
  /** One turn of the loop in which waiters for kmap_lock look whether it is free. */
  'lockPoll',
  /** One transfer between sockets of a lock's line that several CPUs want. */
  'busyTransfer',
  /** How often who holds a lock writes to the lock's own line meanwhile. */
  'heldWrites',
] as const;

export type KmapCosts = Costs<(typeof KMAP_COST_NAMES)[number]>;

/** As the machine file names them. */
export const KMAP_COSTS: readonly string[] = KMAP_COST_NAMES.map((name) => `${KMAP_PREFIX}${name}`);

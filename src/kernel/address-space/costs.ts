// What changing an address space of very many VMAs costs. The values, their units and sources are in the machine file, each
// name with the prefix 'mmap.'.

import type { Costs } from '../mm/costs.ts';

export const MMAP_PREFIX = 'mmap.';

export const MMAP_COST_NAMES = [
  /** The second-level cache of a CPU and one line of it, in bytes. */
  'cacheBytes',
  'cacheLine',
  /** A line from the cache, and from memory. */
  'cacheHit',
  'cacheMiss',
  /** vm_area_struct, and what the gap tree adds to it, in bytes. */
  'vmaBytes',
  'gapBytes',
  /** One VMA of a descent in the tree, besides its line. */
  'treeStep',
  /** Linking or unlinking one VMA, besides its lines. */
  'linkVma',
  /** Checks and accounting of mmap, munmap and mprotect. */
  'mmapCall',
  /** Going to sleep on mmap_sem, and waking who sleeps there. */
  'rwsemSleep',
  'rwsemWake',
  /** A thread: clone with CLONE_VM, its end, one futex call; the memory that clone writes, in bytes. */
  'cloneThread',
  'exitThread',
  'futex',
  'threadBytes',
  /** One word of a bitmap that a program looks at. */
  'bitmapWord',
  /** One VMA that a flip to the gap tree visits. */
  'handOverVma',
] as const;

export type MmapCosts = Costs<(typeof MMAP_COST_NAMES)[number]>;

/** As the machine file names them. */
export const MMAP_COSTS: readonly string[] = MMAP_COST_NAMES.map((name) => `${MMAP_PREFIX}${name}`);

// What a lookup in a directory of XFS costs besides locks, lines and mappings, in ns. The values, their units and sources are in the
// machine file, each name with the prefix 'xfs.'.

import type { Costs } from '../mm/costs.ts';

export const XFS_PREFIX = 'xfs.';

export const XFS_COST_NAMES = [
  /** The path up to the directory, every part of it cached; and the way out. */
  'walkPath',
  /** Finding a buffer, allocating it and collecting its pages. */
  'getBuffer',
  /** Bisecting one block of a directory. */
  'searchBlock',
  /** Making an inode in memory from its record on disk. */
  'readInode',
  'getAttributes',
  /** One entry to or from a list, and the counter beside it. */
  'listEdit',
  /** Looking through one chain of a hash table. */
  'hashChain',
  /** Queueing for a mutex and going to sleep, without the context switch. */
  'mutexSleep',
  /** try_to_wake_up of one task. */
  'wake',
] as const;

export type XfsCosts = Costs<(typeof XFS_COST_NAMES)[number]>;

/** As the machine file names them. */
export const XFS_COSTS: readonly string[] = XFS_COST_NAMES.map((name) => `${XFS_PREFIX}${name}`);

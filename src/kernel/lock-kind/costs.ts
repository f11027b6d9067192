// What sleeping and waking cost at a lock whose kind can be exchanged, in ns. The values, their units and sources are in
// the machine file, each name with the prefix 'lock.'.

export const LOCK_PREFIX = 'lock.';

export const LOCK_COST_NAMES = [
  /** Queueing and going to sleep, without the context switch. */
  'sleep',
  /** try_to_wake_up of one task. */
  'wake',
] as const;

/** As the machine file names them. */
export const LOCK_COSTS: readonly string[] = LOCK_COST_NAMES.map((name) => `${LOCK_PREFIX}${name}`);

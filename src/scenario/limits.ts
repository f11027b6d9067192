// How much may be asked for, in scenario files and on the command line; apart from the schema, whose library would have to be
// loaded at every start.

export interface Limits {
  readonly min: number;
  readonly max: number;
}

/** Of a workload, in its own unit: more than any machine here could bear. */
export const MOST_LOAD = 200_000;

/** Slab allocations that fail. */
export const ALLOCATIONS: Limits = { min: 1, max: 1e6 };

/** How many times as long a disk request takes. */
export const SLOWNESS: Limits = { min: 1, max: 1e4 };

export const CPU_NUMBERS: Limits = { min: 0, max: 255 };

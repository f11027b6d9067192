// Simulated time. Whole nanoseconds in a float64: exact below 2^53 ns = 104 days.

/** Whole nanoseconds of simulated time. */
export type Ns = number;

export const US: Ns = 1_000;
export const MS: Ns = 1_000_000;
export const SECOND: Ns = 1_000_000_000;

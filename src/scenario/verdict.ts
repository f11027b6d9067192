// Is a claim met by the figure that was found?

import type { ClaimSpec } from './claim-schema.ts';

interface Band {
  readonly min: number;
  readonly max: number;
}

function bandOf({ min, max, value, tolerance }: ClaimSpec): Band {
  if (value === undefined) return { min: min ?? Number.NEGATIVE_INFINITY, max: max ?? Number.POSITIVE_INFINITY };
  const slack = Math.abs(value) * (tolerance ?? 0);
  return { min: value - slack, max: value + slack };
}

/**
 * A figure that was never reached (NaN) meets nothing, nor does a multiple of zero, which is infinite. Of a search, which knows no more than
 * that it lies between two loads, both count.
 */
export function isMet(claim: ClaimSpec, found: number, good: number | null = null): boolean {
  const { min, max } = bandOf(claim);
  return Number.isFinite(found) && found >= min && found <= max && (good === null || (good >= min && good <= max));
}

// Whether a claim has moved, and whether that was predicted.

import type { ClaimSpec } from '../../src/scenario/claim-schema.ts';
import type { Pair } from './measured.ts';
import type { Prediction } from './predictions.ts';

export type Move = 'falls' | 'rises' | 'stays';

/** Less is scatter: of the figure itself, ... */
const RELATIVE = 0.05;
/** ... of a share, in shares, ... */
const OF_SHARE = 0.001;
/** ... and of an exponent around zero, where what is linear has 1. */
const OF_EXPONENT = 0.05;

export function moveOf({ unit, min }: ClaimSpec, { before, after }: Omit<Pair, 'id'>): Move {
  if (before === null || after === null) return before === after ? 'stays' : after === null ? 'falls' : 'rises';
  const grain = unit === '%' ? OF_SHARE : (min ?? 0) < 0 ? OF_EXPONENT : 0;
  if (Math.abs(after - before) <= Math.max(grain, RELATIVE * Math.abs(before))) return 'stays';
  return after < before ? 'falls' : 'rises';
}

export function predictedMove({ falls = [], rises = [], open = [] }: Prediction, id: string): Move | 'open' {
  if (open.includes(id)) return 'open';
  return falls.includes(id) ? 'falls' : rises.includes(id) ? 'rises' : 'stays';
}

export const isAsPredicted = (predicted: Move | 'open', found: Move): boolean =>
  predicted === 'open' || predicted === found;

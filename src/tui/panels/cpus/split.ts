// A bar of cells divided among the classes of CPU time.

import type { CpuShares } from '../../../observe/frame.ts';
import { type Span, span } from '../../text/line.ts';
import { CLASS_LETTERS } from '../../theme/glyphs.ts';
import { CPU_CLASSES, type CpuClass } from '../../theme/role.ts';
import type { Look } from '../panel.ts';

/** Exactly `width` cells. Rounding is carried on, so that the parts always add up. */
export function splitBar(shares: CpuShares, width: number, look: Look): readonly Span[] {
  const parts: Span[] = [];
  let sum = 0;
  let filled = 0;
  for (const kind of CPU_CLASSES) {
    sum += shares[kind];
    const end = kind === 'idle' ? width : Math.min(width, Math.round(sum * width));
    if (end > filled) parts.push(span(cellOf(kind, look).repeat(end - filled), kind));
    filled = Math.max(filled, end);
  }
  return parts;
}

/** Colour says the class, or a letter where there is none. Idle looks empty either way. */
export function cellOf(kind: CpuClass, look: Look): string {
  if (kind === 'idle') return look.colour ? ' ' : CLASS_LETTERS.idle;
  return look.colour ? look.glyphs.full : CLASS_LETTERS[kind];
}

/** The class that takes most of a CPU's time. */
export const dominant = (shares: CpuShares): CpuClass =>
  CPU_CLASSES.reduce((best, kind) => (shares[kind] > shares[best] ? kind : best), CPU_CLASSES[0]);

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

/** Shares of a whole in whole percent that add up to 100: what rounding down leaves over goes to those who lose most by it. */
export function wholePercents(shares: readonly number[]): readonly number[] {
  const lost = shares.map((share) => (100 * share) % 1);
  const over = Math.round(lost.reduce((sum, one) => sum + one, 0));
  const losers = [...lost.entries()].sort(([, a], [, b]) => b - a).slice(0, over);
  const raised = new Set(losers.map(([index]) => index));
  return shares.map((share, index) => Math.floor(100 * share) + (raised.has(index) ? 1 : 0));
}

/** As top and htop count: waiting for the disk is a way of being idle. */
export const busyShare = ({ idle, iowait }: CpuShares): number => Math.max(0, 1 - idle - iowait);

/** Colour says the class, or a letter where there is none. Idle looks empty either way, and iowait fainter than what is busy. */
export function cellOf(kind: CpuClass, look: Look): string {
  return kind === 'idle' && look.colour ? ' ' : legendSign(kind, look);
}

/** The same where the class is named: there idle has a sign, too. */
export function legendSign(kind: CpuClass, { colour, glyphs }: Look): string {
  if (!colour) return CLASS_LETTERS[kind];
  return kind === 'iowait' ? glyphs.waiting : glyphs.full;
}

/** The class that takes most of a CPU's time. */
export const dominant = (shares: CpuShares): CpuClass =>
  CPU_CLASSES.reduce((best, kind) => (shares[kind] > shares[best] ? kind : best), CPU_CLASSES[0]);

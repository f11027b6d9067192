// One walk over the list of an anon_vma: what it has counted and found so far.

import type { Vpn } from '../mm/pte.ts';
import type { Mm, Vma } from '../mm/vma.ts';
import type { WalkCount } from '../mm/walk-index.ts';

export interface Pass extends WalkCount {
  visited: number;
  examined: number;
  locked: number;
  hits: number;
  /** Address spaces whose translations must be flushed. */
  readonly flush: Mm[];
}

export const newPass = (): Pass => ({ hits: 0, visited: 0, examined: 0, locked: 0, flush: [] });

/** Deals with one entry that maps the page; returns whether the walk must end here. */
export type Visit = (vma: Vma, vpn: Vpn, pte: number, pass: Pass) => boolean;

// One walk over the list of an anon_vma: what it has counted and found so far.

import { appended } from '../../base/short-list.ts';
import type { AnonVma } from '../mm/anon-vma.ts';
import type { Kernel } from '../mm/kernel.ts';
import type { Pfn } from '../mm/page.ts';
import type { Vpn } from '../mm/pte.ts';
import type { Mm, Vma } from '../mm/vma.ts';
import type { WalkCount } from '../mm/walk-index.ts';

export interface Pass extends WalkCount {
  visited: number;
  examined: number;
  locked: number;
  hits: number;
  /** Address spaces whose translations must be flushed. */
  flush: Mm[];
}

export const newPass = (): Pass => ({ hits: 0, visited: 0, examined: 0, locked: 0, flush: [] });

/** As if it were a new one. */
export function resetPass(pass: Pass): void {
  pass.hits = 0;
  pass.visited = 0;
  pass.examined = 0;
  pass.locked = 0;
  if (pass.flush.length > 0) pass.flush = [];
}

/** The translations of `mm` must be flushed. */
export function mustFlush(pass: Pass, mm: Mm): void {
  pass.flush = appended(pass.flush, mm);
}

/** Deals with one entry that maps the page; returns whether the walk must end here. */
export type Visit = (k: Kernel, pfn: Pfn, vma: Vma, vpn: Vpn, pte: number, pass: Pass) => boolean;

/** For the figures of a walk that is through. */
export function countWalk({ stat }: Kernel, anon_vma: AnonVma, pass: WalkCount): void {
  stat.walks++;
  stat.listLengths += anon_vma.length;
  stat.visited += pass.visited;
  stat.examined += pass.examined;
}

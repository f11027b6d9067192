// The walk of somebody who does not hold the lock: VMA by VMA, and between two of them others may change the list.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { sync } from '../../machine/wait.ts';
import type { AnonVma, RmapLink } from '../mm/anon-vma.ts';
import type { Kernel } from '../mm/kernel.ts';
import type { Vpn } from '../mm/pte.ts';
import type { Vma } from '../mm/vma.ts';
import { isExamined } from '../mm/walk-index.ts';
import { countWalk, newPass, type Pass } from './pass.ts';

const S = symbols('page_check_address', '_raw_spin_lock');

/** What a walk looks for. */
export interface Search {
  /** Offset of the page in the mappings. */
  readonly index: Vpn;
  /** Everything has been found: the walk may end here. */
  isThrough(): boolean;
  /** The pte lock is taken for an entry like this. */
  isLocked(pte: number): boolean;
  /** Looks at the entry where the page would be; true ends the walk. */
  look(vma: Vma, vpn: Vpn, pte: number, pass: Pass): boolean;
}

/** `c`: the function that deals with one VMA. Nothing of the list is known to be as it was when `sync` returns. */
export function* stroll(k: Kernel, c: Call, anon_vma: AnonVma, search: Search): Path<Pass> {
  const pass = newPass();
  const check = c.enter(S.page_check_address);
  for (let link = firstLink(anon_vma, 0); link !== null && !search.isThrough(); link = nextLink(k, link)) {
    const { vma } = link;
    pass.visited++;
    c.spend(k.costs.listStep);
    const examined = isExamined(vma, search.index);
    if (examined) {
      pass.examined++;
      check.spend(k.costs.pageCheckAddress);
    }
    yield* sync(c);
    if (!examined) continue;
    const vpn = vma.start + search.index - vma.pgoff;
    const pte = vma.pte(vpn);
    if (search.isLocked(pte)) {
      pass.locked++;
      check.spendIn(S._raw_spin_lock, k.costs.pteLock);
    }
    if (search.look(vma, vpn, pte, pass)) break;
  }
  countWalk(k, anon_vma, pass);
  return pass;
}

/** The first link at `place` or behind it. */
function firstLink(anon_vma: AnonVma, place: number): RmapLink | null {
  const { places } = anon_vma;
  for (let at = place; at < places.length; at++) {
    const vma = places[at] as Vma | null;
    if (vma !== null) return anon_vma.linkOf(vma);
  }
  return null;
}

/** The link behind the one where the walk stands. When that has left the list meanwhile, nobody knows where it leads: the walk ends. */
function nextLink(k: Kernel, link: RmapLink): RmapLink | null {
  const { anon_vma, vma, place } = link;
  if (anon_vma.places[place] === vma) return firstLink(anon_vma, place + 1);
  if (k.migration !== null) k.migration.stat.lostWalks++;
  return null;
}

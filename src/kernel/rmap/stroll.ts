// A walk over the list of an anon_vma VMA by VMA: between two of them, and between a VMA and its page table, others may get at
// them, unless they are kept out by the lock that the walk holds.
//
// It keeps what it stands on with the generation in which it found it. Another generation means that it has gone: a walk without the
// lock, or with the wrong one, has met a change. What it would read then leads nowhere, so it ends.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { sync } from '../../machine/wait.ts';
import type { AnonVma, RmapLink } from '../mm/anon-vma.ts';
import type { Kernel } from '../mm/kernel.ts';
import type { PteTable, Vpn } from '../mm/pte.ts';
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

/** `c`: the function that deals with one VMA. */
export function* stroll(k: Kernel, c: Call, anon_vma: AnonVma, search: Search): Path<Pass> {
  const pass = newPass();
  for (let link = firstLink(anon_vma, 0); link !== null && !search.isThrough(); ) {
    const stand = new Stand(link);
    const isOver = yield* visit(k, c, stand, search, pass);
    if (isOver || isLost(k, c, stand)) break;
    link = firstLink(anon_vma, link.place + 1);
  }
  countWalk(k, anon_vma, pass);
  return pass;
}

/** Where a walk stands, and what it was when it got there. */
class Stand {
  readonly link: RmapLink;
  readonly vma: Vma;
  table: PteTable | null = null;
  private readonly listGeneration: number;
  private readonly vmaGeneration: number;
  private tableGeneration = 0;

  constructor(link: RmapLink) {
    this.link = link;
    this.vma = link.vma;
    this.listGeneration = link.anon_vma.generation;
    this.vmaGeneration = link.vma.generation;
  }

  lookInto(table: PteTable | null): void {
    this.table = table;
    this.tableGeneration = table?.generation ?? 0;
  }

  /** What of it has gone, or null. `link`: what a link is. */
  gone(link: string): string | null {
    if (this.link.anon_vma.generation !== this.listGeneration) return 'anon_vma';
    if (this.vma.generation !== this.vmaGeneration) return 'vm_area_struct';
    if (this.link.place < 0) return link;
    return this.table !== null && this.table.generation !== this.tableGeneration ? 'page table' : null;
  }
}

function isLost(k: Kernel, c: Call, stand: Stand): boolean {
  const gone = stand.gone(k.rmap.variant.allocatesLinks ? 'anon_vma_chain' : 'anon_vma_node');
  if (gone === null) return false;
  k.races?.usedAfterFree(c, stand.vma, gone);
  return true;
}

/** True when the walk is over. */
function* visit(k: Kernel, c: Call, stand: Stand, search: Search, pass: Pass): Path<boolean> {
  const { vma } = stand;
  pass.visited++;
  c.spend(k.costs.listStep);
  yield* sync(c);
  if (isLost(k, c, stand)) return true;
  if (!isExamined(vma, search.index)) return false;
  pass.examined++;
  const vpn = vma.start + search.index - vma.pgoff;
  stand.lookInto(vma.mm.table(vpn));
  const check = c.enter(S.page_check_address);
  check.spend(k.costs.pageCheckAddress);
  yield* sync(check);
  if (isLost(k, check, stand)) return true;
  const pte = stand.table?.get(vpn) ?? 0;
  if (search.isLocked(pte)) {
    pass.locked++;
    check.spendIn(S._raw_spin_lock, k.costs.pteLock);
  }
  return search.look(vma, vpn, pte, pass);
}

/** The first link at `place` or behind it. */
function firstLink(anon_vma: AnonVma, place: number): RmapLink | null {
  for (let at = place; at < anon_vma.end; at++) {
    const vma = anon_vma.at(at);
    if (vma !== null) return anon_vma.linkOf(vma);
  }
  return null;
}

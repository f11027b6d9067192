// `shared`: one anon_vma for a whole fork lineage (Linux 2.6.33 mm/rmap.c, before 5beb493052).
//
// * fork puts the child's VMA on the parent's list; every page of every relative is looked for on that one list.
// * The link is part of the VMA, so linking cannot fail once the anon_vma exists.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { spin_lock, spin_unlock } from '../locking/spinlock.ts';
import { type AnonVma, RmapLink } from '../mm/anon-vma.ts';
import type { Kernel } from '../mm/kernel.ts';
import type { Pfn } from '../mm/page.ts';
import { kmem_cache_alloc, kmem_cache_free } from '../mm/page-alloc.ts';
import type { ReverseMap, WalkResult } from '../mm/reverse-map.ts';
import type { Vma } from '../mm/vma.ts';
import { find_mergeable_anon_vma } from './mergeable.ts';
import { page_referenced, try_to_unmap } from './walk.ts';

const S = symbols('anon_vma_prepare', 'anon_vma_link', '__anon_vma_link', 'anon_vma_unlink', 'vma_adjust');

export class SharedRmap implements ReverseMap {
  readonly id = 'shared';
  readonly movesOwned = false;
  readonly allocatesLinks = false;
  private readonly k: Kernel;

  constructor(k: Kernel) {
    this.k = k;
  }

  *anon_vma_prepare(from: Call, vma: Vma): Path<boolean> {
    if (vma.anon_vma !== null) return true;
    const c = from.enter(S.anon_vma_prepare);
    let anon_vma = find_mergeable_anon_vma(vma);
    if (anon_vma === null) {
      if (!(yield* kmem_cache_alloc(this.k, c, this.k.slabs.anon_vma))) return false;
      anon_vma = this.k.anonVmas.create(vma.what, { family: 0, lineage: vma.mm.id, isShared: true });
      this.k.slabs.anon_vma.publish();
    }
    yield* this.link(c, vma, anon_vma);
    return true;
  }

  *anon_vma_fork(c: Call, vma: Vma, parent: Vma): Path<boolean> {
    if (parent.anon_vma !== null) yield* this.link(c.enter(S.anon_vma_link), vma, parent.anon_vma);
    return true;
  }

  *anon_vma_clone(c: Call, vma: Vma, from: Vma): Path<boolean> {
    if (from.anon_vma !== null) yield* this.link(c.enter(S.__anon_vma_link), vma, from.anon_vma);
    return true;
  }

  private *link(c: Call, vma: Vma, anon_vma: AnonVma): Path {
    yield spin_lock(c, anon_vma.lock);
    vma.anon_vma = anon_vma;
    vma.links = new RmapLink(vma, anon_vma);
    anon_vma.add(vma.links);
    c.spend(this.k.costs.linkVma);
    yield spin_unlock(c, anon_vma.lock);
  }

  *unlink_anon_vmas(from: Call, vma: Vma): Path {
    const { anon_vma, links } = vma;
    if (anon_vma === null || links === null) return;
    const c = from.enter(S.anon_vma_unlink);
    yield spin_lock(c, anon_vma.lock);
    anon_vma.remove(links);
    vma.links = null;
    vma.anon_vma = null;
    c.spend(this.k.costs.linkVma);
    const empty = anon_vma.length === 0;
    yield spin_unlock(c, anon_vma.lock);
    if (!empty) return;
    this.k.anonVmas.destroy(anon_vma);
    this.k.slabs.anon_vma.withdraw();
    yield* kmem_cache_free(this.k, c, this.k.slabs.anon_vma);
  }

  /** The lock is skipped when only vm_end moves (252c5f94d944, 2.6.32). */
  *adjust_boundary(from: Call, vma: Vma, startMoves: boolean, move: () => void): Path {
    const { anon_vma } = vma;
    const c = from.enter(S.vma_adjust);
    if (anon_vma === null || !startMoves) {
      move();
      return;
    }
    yield spin_lock(c, anon_vma.lock);
    move();
    yield spin_unlock(c, anon_vma.lock);
  }

  canMerge(vma: Vma, next: Vma): boolean {
    return vma.anon_vma === null || next.anon_vma === null || vma.anon_vma === next.anon_vma;
  }

  page_referenced(c: Call, pfn: Pfn): Path<WalkResult> {
    return page_referenced(this.k, c, pfn);
  }

  try_to_unmap(c: Call, pfn: Pfn): Path<WalkResult> {
    return try_to_unmap(this.k, c, pfn);
  }

  oldest(vma: Vma): AnonVma | null {
    return vma.anon_vma;
  }
}

// One anon_vma for a whole fork lineage, as in every kernel before 2.6.34 (mm/rmap.c before 5beb493052): what the `shared`
// variants have in common.
//
// * fork puts the child's VMA on the parent's list; every page of every relative is looked for on that one list.
// * The link is part of the VMA, so linking cannot fail once the anon_vma exists.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import { type Path, SUCCEEDED } from '../../machine/path.ts';
import { spin_lock, spin_unlock } from '../locking/spinlock.ts';
import { type AnonVma, RmapLink, setAnonVma } from '../mm/anon-vma.ts';
import { kmem_cache_alloc, kmem_cache_free } from '../mm/page-alloc.ts';
import type { ReverseMap } from '../mm/reverse-map.ts';
import type { Vma } from '../mm/vma.ts';
import { find_mergeable_anon_vma } from './mergeable.ts';
import { RmapVariant } from './variant.ts';

const S = symbols('anon_vma_prepare', 'anon_vma_link', '__anon_vma_link', 'anon_vma_unlink');

export abstract class OneListRmap extends RmapVariant implements ReverseMap {
  abstract readonly id: string;
  readonly movesOwned = false;
  readonly allocatesLinks = false;

  *anon_vma_prepare(from: Call, vma: Vma): Path<boolean> {
    if (vma.anon_vma !== null) return true;
    const c = from.enter(S.anon_vma_prepare);
    let anon_vma = find_mergeable_anon_vma(vma);
    if (anon_vma === null) {
      if (!(yield* kmem_cache_alloc(this.k, c, this.k.slabs.anon_vma))) return false;
      anon_vma = this.k.anonVmas.create(vma.what, { parent: null, lineage: vma.mm.id, isShared: true });
      this.k.slabs.anon_vma.publish();
    }
    return yield* this.link(c, vma, anon_vma);
  }

  anon_vma_fork(c: Call, vma: Vma, parent: Vma): Path<boolean> {
    return parent.anon_vma === null ? SUCCEEDED : this.link(c.enter(S.anon_vma_link), vma, parent.anon_vma);
  }

  anon_vma_clone(c: Call, vma: Vma, from: Vma): Path<boolean> {
    return from.anon_vma === null ? SUCCEEDED : this.link(c.enter(S.__anon_vma_link), vma, from.anon_vma);
  }

  /** Cannot fail. */
  private *link(c: Call, vma: Vma, anon_vma: AnonVma): Path<boolean> {
    yield* spin_lock(c, anon_vma.lock);
    setAnonVma(vma, anon_vma);
    vma.links = new RmapLink(vma, anon_vma);
    anon_vma.add(vma.links);
    c.spend(this.k.costs.linkVma);
    yield* spin_unlock(c, anon_vma.lock);
    return true;
  }

  *unlink_anon_vmas(from: Call, vma: Vma): Path {
    const { anon_vma, links } = vma;
    if (anon_vma === null || links === null) return;
    const c = from.enter(S.anon_vma_unlink);
    yield* spin_lock(c, anon_vma.lock);
    anon_vma.remove(links);
    vma.links = null;
    setAnonVma(vma, null);
    c.spend(this.k.costs.linkVma);
    const empty = anon_vma.length === 0;
    yield* spin_unlock(c, anon_vma.lock);
    if (!empty) return;
    this.k.anonVmas.destroy(anon_vma);
    this.k.slabs.anon_vma.withdraw();
    yield* kmem_cache_free(this.k, c, this.k.slabs.anon_vma);
  }

  oldest(vma: Vma): AnonVma | null {
    return vma.anon_vma;
  }
}

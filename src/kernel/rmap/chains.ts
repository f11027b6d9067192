// Every process has anon_vmas of its own (mm/rmap.c since 5beb493052, Linux 2.6.34): what the `chain` variants have in common.
//
// * fork links the child's VMA to all the parent's anon_vmas, because pages that were not COWed may be mapped by either,
//   and gives it one for its own COWed pages.
// * A link is an anon_vma_chain and has to be allocated, so linking can fail; then nothing has changed.
// * A VMA's chain is ordered newest first, the root of the family last.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import { type Path, SUCCEEDED } from '../../machine/path.ts';
import { spin_lock, spin_unlock } from '../locking/spinlock.ts';
import { type AnonVma, childOf, RmapLink, setAnonVma } from '../mm/anon-vma.ts';
import { kmem_cache_alloc, kmem_cache_free } from '../mm/page-alloc.ts';
import type { ReverseMap } from '../mm/reverse-map.ts';
import type { Vma } from '../mm/vma.ts';
import { find_mergeable_anon_vma } from './mergeable.ts';
import { RmapVariant } from './variant.ts';

const S = symbols('anon_vma_prepare', 'anon_vma_fork', 'anon_vma_clone', 'anon_vma_chain_link', 'unlink_anon_vmas');

export abstract class ChainsRmap extends RmapVariant implements ReverseMap {
  abstract readonly id: string;
  readonly movesOwned = true;
  readonly allocatesLinks = true;
  readonly locksGrowth = false;

  /**
   * Links `vma` to every anon_vma of `from`, in the same order; `mayReuse` lets a child use one of them as its own. After
   * a failure, -ENOMEM, what is linked already is left to the caller.
   */
  protected abstract copyChain(c: Call, vma: Vma, from: Vma, mayReuse: boolean): Path<boolean>;

  *anon_vma_prepare(from: Call, vma: Vma): Path<boolean> {
    if (vma.anon_vma !== null) return true;
    const { slabs, anonVmas } = this.k;
    const c = from.enter(S.anon_vma_prepare);
    if (!(yield* kmem_cache_alloc(this.k, c, slabs.anon_vma_chain))) return false;
    let anon_vma = find_mergeable_anon_vma(vma);
    if (anon_vma === null) {
      if (!(yield* kmem_cache_alloc(this.k, c, slabs.anon_vma))) {
        yield* kmem_cache_free(this.k, c, slabs.anon_vma_chain);
        return false;
      }
      anon_vma = anonVmas.create(vma.what, { parent: null, lineage: vma.mm.id, isShared: false });
      slabs.anon_vma.publish();
    }
    return yield* this.anon_vma_chain_link(c, vma, anon_vma);
  }

  anon_vma_fork(from: Call, vma: Vma, parent: Vma): Path<boolean> {
    const { anon_vma } = parent;
    return anon_vma === null ? SUCCEEDED : this.linkAsChild(from.enter(S.anon_vma_fork), vma, parent, anon_vma);
  }

  private *linkAsChild(c: Call, vma: Vma, parent: Vma, inherited: AnonVma): Path<boolean> {
    const { slabs, anonVmas } = this.k;
    if (!(yield* this.copyChain(c.enter(S.anon_vma_clone), vma, parent, true))) return yield* this.undo(c, vma);
    if (vma.anon_vma !== null) {
      anonVmas.reused++;
      return true;
    }
    if (!(yield* kmem_cache_alloc(this.k, c, slabs.anon_vma))) return yield* this.undo(c, vma);
    if (!(yield* kmem_cache_alloc(this.k, c, slabs.anon_vma_chain))) {
      yield* kmem_cache_free(this.k, c, slabs.anon_vma);
      return yield* this.undo(c, vma);
    }
    const own = anonVmas.create(vma.what, childOf(inherited));
    slabs.anon_vma.publish();
    return yield* this.anon_vma_chain_link(c, vma, own);
  }

  private *undo(c: Call, vma: Vma): Path<false> {
    yield* this.unlink_anon_vmas(c, vma);
    return false;
  }

  *anon_vma_clone(from: Call, vma: Vma, source: Vma): Path<boolean> {
    const c = from.enter(S.anon_vma_clone);
    if (!(yield* this.copyChain(c, vma, source, false))) return yield* this.undo(c, vma);
    setAnonVma(vma, source.anon_vma);
    return true;
  }

  /** Makes the anon_vma the VMA's own. */
  private *anon_vma_chain_link(from: Call, vma: Vma, anon_vma: AnonVma): Path<boolean> {
    const c = from.enter(S.anon_vma_chain_link);
    yield* spin_lock(c, anon_vma.lock);
    this.joinLists(c, vma, anon_vma, null);
    setAnonVma(vma, anon_vma);
    yield* spin_unlock(c, anon_vma.lock);
    return true;
  }

  /** Puts a new link on both lists at once: on the VMA's behind `after`, or first. Needs the anon_vma's lock. */
  protected joinLists(c: Call, vma: Vma, anon_vma: AnonVma, after: RmapLink | null): RmapLink {
    const link = new RmapLink(vma, anon_vma);
    if (after === null) {
      link.older = vma.links;
      vma.links = link;
    } else after.older = link;
    anon_vma.add(link);
    this.k.slabs.anon_vma_chain.publish();
    c.spend(this.k.costs.linkVma);
    return link;
  }

  *unlink_anon_vmas(from: Call, vma: Vma): Path {
    const { slabs, anonVmas } = this.k;
    const c = from.enter(S.unlink_anon_vmas);
    setAnonVma(vma, null);
    for (let link = vma.links; link !== null; link = link.older) {
      const { anon_vma } = link;
      yield* spin_lock(c, anon_vma.lock);
      anon_vma.remove(link);
      vma.links = link.older;
      slabs.anon_vma_chain.withdraw();
      c.spend(this.k.costs.linkVma);
      const empty = anon_vma.length === 0;
      yield* spin_unlock(c, anon_vma.lock);
      if (empty) {
        anonVmas.destroy(anon_vma);
        slabs.anon_vma.withdraw();
        yield* kmem_cache_free(this.k, c, slabs.anon_vma);
      }
      yield* kmem_cache_free(this.k, c, slabs.anon_vma_chain);
    }
  }

  oldest(vma: Vma): AnonVma | null {
    let link = vma.links;
    while (link !== null && link.older !== null) link = link.older;
    return link?.anon_vma ?? null;
  }
}

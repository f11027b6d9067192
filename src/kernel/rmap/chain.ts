// `chain`: fork always makes an anon_vma for the child (Linux 2.6.34 mm/rmap.c, 5beb493052 and its fixes before the release).
// Each generation's chain is longer by one than its parent's, for good: pages of ancestors may outlive them.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { spin_lock, spin_unlock } from '../locking/spinlock.ts';
import type { RmapLink } from '../mm/anon-vma.ts';
import { kmem_cache_alloc } from '../mm/page-alloc.ts';
import type { Vma } from '../mm/vma.ts';
import { ChainsRmap } from './chains.ts';

const S = symbols('anon_vma_chain_link');

export class ChainRmap extends ChainsRmap {
  readonly id = 'chain';

  protected *copyChain(c: Call, vma: Vma, from: Vma): Path<boolean> {
    let last: RmapLink | null = null;
    for (let link = from.links; link !== null; link = link.older) {
      if (!(yield* kmem_cache_alloc(this.k, c, this.k.slabs.anon_vma_chain))) return false;
      const locked = c.enter(S.anon_vma_chain_link);
      yield* spin_lock(locked, link.anon_vma.lock);
      last = this.joinLists(locked, vma, link.anon_vma, last);
      yield* spin_unlock(locked, link.anon_vma.lock);
    }
    return true;
  }
}

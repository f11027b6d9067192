// `chain-degree`: a child takes over an anon_vma that its family has no use for, where there is one (Linux 4.0 mm/rmap.c,
// 7a3ef208e662), so a daemon that forks and exits for ever goes round among a few instead of making one per generation.
//
// * Reused is the oldest of the chain, except the root, that no VMA uses and that has one child at most. Its pages' walks
//   find VMAs then that cannot have them: no more than needed are reused.
// * What is counted are VMAs and children, each by itself, as since 6.0 (2555283eb40d). The one counter for both of 4.0
//   took an anon_vma without children for one without a user, and could give two unlike chains the same anon_vma.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { spin_lock, spin_unlock } from '../locking/spinlock.ts';
import { type AnonVma, setAnonVma } from '../mm/anon-vma.ts';
import { kmem_cache_alloc } from '../mm/page-alloc.ts';
import type { Vma } from '../mm/vma.ts';
import { ChainsRmap } from './chains.ts';

const S = symbols('anon_vma_chain_link');

export class ChainDegreeRmap extends ChainsRmap {
  readonly id = 'chain-degree';

  protected *copyChain(c: Call, vma: Vma, from: Vma, mayReuse: boolean): Path<boolean> {
    for (const anon_vma of oldestFirst(from)) {
      if (!(yield* kmem_cache_alloc(this.k, c, this.k.slabs.anon_vma_chain))) return false;
      const locked = c.enter(S.anon_vma_chain_link);
      yield* spin_lock(locked, anon_vma.lock);
      this.joinLists(locked, vma, anon_vma, null);
      if (mayReuse && vma.anon_vma === null && isReusable(anon_vma)) setAnonVma(vma, anon_vma);
      yield* spin_unlock(locked, anon_vma.lock);
    }
    return true;
  }
}

const isReusable = ({ parent, users, children }: AnonVma): boolean => parent !== null && users === 0 && children < 2;

function oldestFirst({ links }: Vma): readonly AnonVma[] {
  const chain: AnonVma[] = [];
  for (let link = links; link !== null; link = link.older) chain.push(link.anon_vma);
  return chain.reverse();
}

// What all variants of the reverse map do alike: walks, boundaries, the test whether two VMAs may merge.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import { type Path, READY } from '../../machine/path.ts';
import type { SpinLock } from '../locking/spinlock.ts';
import { spin_lock, spin_unlock } from '../locking/spinlock.ts';
import type { Kernel } from '../mm/kernel.ts';
import type { Pfn } from '../mm/page.ts';
import type { WalkResult } from '../mm/reverse-map.ts';
import type { Vma } from '../mm/vma.ts';
import { page_referenced, try_to_unmap } from './walk.ts';

const S = symbols('vma_adjust');

/** The base of a variant. */
export abstract class RmapVariant {
  abstract readonly locksGrowth: boolean;
  protected readonly k: Kernel;

  constructor(k: Kernel) {
    this.k = k;
  }

  /** When only vm_end moves nobody who walks the list can be misled; since 2.6.32 the lock is skipped then. */
  adjust_boundary(from: Call, vma: Vma, startMoves: boolean, move: () => void): Path {
    const { anon_vma } = vma;
    const c = from.enter(S.vma_adjust);
    if (anon_vma !== null && (startMoves || this.locksGrowth)) {
      if (!startMoves) this.k.anonVmas.growthLocks++;
      return moveUnderLock(c, anon_vma.lock, move);
    }
    move();
    return READY;
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
}

function* moveUnderLock(c: Call, lock: SpinLock, move: () => void): Path {
  yield* spin_lock(c, lock);
  move();
  yield* spin_unlock(c, lock);
}

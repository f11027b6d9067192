// vma_merge, and what it needs of vma_adjust (Linux 2.6.33/34 mm/mmap.c): a new private anonymous range becomes part of
// the VMAs beside it. Needs mmap_sem for writing.
//
// * A boundary moves under the lock of the VMA's anon_vma, unless only vm_end does (see adjust_boundary).
// * A VMA without anon_vma that takes over one that has pages is linked first. That may fail: then nothing has changed,
//   and the caller maps a VMA of its own.
// * VM_LOCK_RMAP closes a VMA to walkers while its links and its boundaries do not agree (5beb493052): the one that
//   grows until the boundary has moved, the one that goes away until it is unlinked.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import type { Kernel } from './kernel.ts';
import { kmem_cache_free } from './page-alloc.ts';
import type { Vpn } from './pte.ts';
import type { ReverseMap } from './reverse-map.ts';
import { type Mm, VM, type Vma } from './vma.ts';
import { vmaChanged } from './walk-index.ts';

const S = symbols('vma_merge', 'vma_adjust');

/** False: nothing fits on either side, or memory ran out; nothing has changed then. */
export function* vma_merge(k: Kernel, from: Call, mm: Mm, start: Vpn, end: Vpn, what: string): Path<boolean> {
  const c = from.enter(S.vma_merge);
  c.spend(k.costs.findVma);
  const prev = mm.before(start);
  const next = prev === null ? mm.mmap : prev.next;
  const left = prev !== null && prev.end === start && isAlike(prev, what) ? prev : null;
  const right = next !== null && next.start === end && isAlike(next, what) ? next : null;
  if (left === null && right === null) return false;
  const rmap = yield* k.rmap.enter(c);
  const merged = yield* extend_neighbours(k, c, rmap, { left, right, start, end });
  k.rmap.leave(c);
  return merged;
}

/** Mapped as anonymous memory of this kind is. */
const isAlike = (vma: Vma, what: string): boolean =>
  vma.file === null && vma.flags === (VM.read | VM.write) && vma.what === what && vma.pgoff === vma.start;

interface Neighbours {
  readonly left: Vma | null;
  readonly right: Vma | null;
  readonly start: Vpn;
  readonly end: Vpn;
}

function* extend_neighbours(
  k: Kernel,
  c: Call,
  rmap: ReverseMap,
  { left, right, start, end }: Neighbours,
): Path<boolean> {
  if (left !== null && right !== null && rmap.canMerge(left, right)) return yield* join(k, c, rmap, left, right);
  if (left !== null) {
    yield* rmap.adjust_boundary(c, left, false, () => {
      left.end = end;
      vmaChanged(left);
    });
  } else if (right !== null) {
    yield* rmap.adjust_boundary(c, right, true, () => {
      right.start = start;
      right.pgoff = start;
      vmaChanged(right);
    });
  }
  return true;
}

/** The range fills the gap: `left` grows over `right`, which goes away. */
function* join(k: Kernel, from: Call, rmap: ReverseMap, left: Vma, right: Vma): Path<boolean> {
  const c = from.enter(S.vma_adjust);
  if (left.anon_vma === null && right.anon_vma !== null) {
    left.flags |= VM.lock_rmap;
    if (!(yield* rmap.anon_vma_clone(c, left, right))) {
      left.flags &= ~VM.lock_rmap;
      return false;
    }
  }
  yield* rmap.adjust_boundary(from, left, true, () => {
    left.end = right.end;
    left.flags &= ~VM.lock_rmap;
    right.flags |= VM.lock_rmap;
    left.mm.remove(right);
    vmaChanged(left);
    vmaChanged(right);
    k.slabs.vma.withdraw();
  });
  if (right.links !== null) yield* rmap.unlink_anon_vmas(from.enter(S.vma_adjust), right);
  yield* kmem_cache_free(k, from, k.slabs.vma);
  return true;
}

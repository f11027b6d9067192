// vma_merge (Linux 2.6.33/34 mm/mmap.c): a new private anonymous range becomes part of the VMAs beside it. Needs mmap_sem
// for writing.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import type { AnonVma } from './anon-vma.ts';
import type { Kernel } from './kernel.ts';
import type { Vpn } from './pte.ts';
import type { ReverseMap } from './reverse-map.ts';
import type { Mm, Vma } from './vma.ts';
import { join } from './vma-adjust.ts';
import { pagesChanged, vmaChanged } from './walk-index.ts';

const S = symbols('vma_merge');

/** What is to be mapped. */
export interface Mapping {
  readonly start: Vpn;
  readonly end: Vpn;
  readonly pgoff: Vpn;
  readonly flags: number;
  readonly what: string;
  /** Of pages that will move there; null when the range starts empty. */
  readonly anon_vma: AnonVma | null;
}

/** The VMA that contains the range now. Null: nothing fits on either side, or memory ran out; nothing has changed then. */
export function* vma_merge(k: Kernel, from: Call, mm: Mm, mapping: Mapping): Path<Vma | null> {
  const c = from.enter(S.vma_merge);
  c.spend(k.costs.findVma);
  const prev = mm.before(mapping.start);
  const next = prev === null ? mm.mmap : prev.next;
  const left = prev !== null && can_vma_merge_after(prev, mapping) ? prev : null;
  const right = next !== null && can_vma_merge_before(next, mapping) ? next : null;
  if (left === null && right === null) return null;
  const rmap = yield* k.rmap.enter(c);
  const merged = yield* extend_neighbours(k, c, rmap, { left, right, mapping });
  k.rmap.leave(c);
  return merged;
}

const can_vma_merge_after = (prev: Vma, mapping: Mapping): boolean =>
  prev.end === mapping.start && prev.pgoff + prev.pages === mapping.pgoff && isAlike(prev, mapping);

const can_vma_merge_before = (next: Vma, mapping: Mapping): boolean =>
  next.start === mapping.end && next.pgoff === mapping.pgoff + mapping.end - mapping.start && isAlike(next, mapping);

/** Mapped in the same way, and walks that look for pages which move there come across it. */
const isAlike = (vma: Vma, { flags, what, anon_vma }: Mapping): boolean =>
  vma.flags === flags && vma.what === what && (anon_vma === null || vma.anon_vma === anon_vma);

interface Neighbours {
  readonly left: Vma | null;
  readonly right: Vma | null;
  readonly mapping: Mapping;
}

function* extend_neighbours(
  k: Kernel,
  c: Call,
  rmap: ReverseMap,
  { left, right, mapping }: Neighbours,
): Path<Vma | null> {
  const { start, end, pgoff } = mapping;
  if (left !== null && right !== null && rmap.canMerge(left, right))
    return (yield* join(k, c, rmap, left, right)) ? left : null;
  if (left !== null) {
    yield* rmap.adjust_boundary(c, left, false, () => {
      left.end = end;
      pagesChanged(left, start, end);
    });
  } else if (right !== null) {
    yield* rmap.adjust_boundary(c, right, true, () => {
      right.start = start;
      right.pgoff = pgoff;
      vmaChanged(right);
    });
  }
  return left ?? right;
}

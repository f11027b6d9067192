// find_mergeable_anon_vma: a neighbour that could become one VMA with this one lends its anon_vma.

import type { AnonVma } from '../mm/anon-vma.ts';
import type { Vma } from '../mm/vma.ts';

const compatible = (left: Vma, right: Vma): boolean => left.end === right.start && left.flags === right.flags;

export function find_mergeable_anon_vma(vma: Vma): AnonVma | null {
  const { next } = vma;
  if (next?.anon_vma && compatible(vma, next)) return reusable(next);
  const prev = vma.mm.before(vma.start);
  return prev?.anon_vma && compatible(prev, vma) ? reusable(prev) : null;
}

/** Only a chain of one link: equal anon_vmas must mean equal chains (d0e9fe1758f2). */
const reusable = (vma: Vma): AnonVma | null => (vma.links?.older === null ? vma.anon_vma : null);

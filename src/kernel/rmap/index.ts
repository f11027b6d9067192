// The reverse map as a switchable subsystem: its variants by id, and how live objects go from one to another.

import type { Kernel } from '../mm/kernel.ts';
import type { ReverseMap } from '../mm/reverse-map.ts';
import { ChainRmap } from './chain.ts';
import { chainToShared, type HandedOver, sharedToChain } from './handover.ts';
import { SharedRmap } from './shared.ts';

interface Variant {
  readonly label: string;
  readonly kind: 'shared' | 'chain';
  create(k: Kernel): ReverseMap;
}

export const RMAP_VARIANTS: Readonly<Record<string, Variant>> = {
  shared: { label: '2.6.33: one anon_vma per fork lineage', kind: 'shared', create: (k) => new SharedRmap(k) },
  chain: { label: '2.6.34: anon_vma chains', kind: 'chain', create: (k) => new ChainRmap(k) },
};

/** Converts every live object; needs the gate closed. */
export function handOverRmap(k: Kernel, from: string, to: string): HandedOver {
  const [old, next] = [RMAP_VARIANTS[from]?.kind, RMAP_VARIANTS[to]?.kind];
  if (old === next) return { vmas: 0, pages: 0 };
  return next === 'chain' ? sharedToChain(k) : chainToShared(k);
}

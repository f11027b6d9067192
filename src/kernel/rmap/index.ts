// The variants of the reverse map by id, oldest first.

import type { Kernel } from '../mm/kernel.ts';
import type { ReverseMap } from '../mm/reverse-map.ts';
import { ChainRmap } from './chain.ts';
import { SharedRmap } from './shared.ts';

interface Variant {
  /** Variants of one kind have the same structures. */
  readonly kind: 'shared' | 'chain';
  create(k: Kernel): ReverseMap;
}

export const RMAP_VARIANTS: Readonly<Record<string, Variant>> = {
  shared: { kind: 'shared', create: (k) => new SharedRmap(k) },
  chain: { kind: 'chain', create: (k) => new ChainRmap(k) },
};

export function createRmap(k: Kernel, id: string): ReverseMap {
  const variant = RMAP_VARIANTS[id];
  if (variant === undefined) throw new Error(`no rmap variant '${id}', only ${Object.keys(RMAP_VARIANTS).join(', ')}`);
  return variant.create(k);
}

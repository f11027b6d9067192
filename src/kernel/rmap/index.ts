// The variants of the reverse map by id, oldest first.

import type { Kernel } from '../mm/kernel.ts';
import type { ReverseMap } from '../mm/reverse-map.ts';
import { variantNamed } from '../mm/variant-named.ts';
import { ChainRmap } from './chain.ts';
import { ChainDegreeRmap } from './chain-degree.ts';
import { SharedRmap } from './shared.ts';
import { SharedBrkRmap } from './shared-brk.ts';

interface Variant {
  /** Variants of one kind have the same structures. */
  readonly kind: 'shared' | 'chain';
  /** It goes by the number of an anon_vma's users and children. */
  readonly counts?: true;
  create(k: Kernel): ReverseMap;
}

export const RMAP_VARIANTS: Readonly<Record<string, Variant>> = {
  'shared-brk': { kind: 'shared', create: (k) => new SharedBrkRmap(k) },
  shared: { kind: 'shared', create: (k) => new SharedRmap(k) },
  chain: { kind: 'chain', create: (k) => new ChainRmap(k) },
  'chain-degree': { kind: 'chain', counts: true, create: (k) => new ChainDegreeRmap(k) },
};

export const createRmap = (k: Kernel, id: string): ReverseMap => variantNamed('rmap', RMAP_VARIANTS, id).create(k);

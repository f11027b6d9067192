// The variants of the search for room by id, oldest first.

import type { AddressSpaces } from '../address-space/address-spaces.ts';
import type { UnmappedArea } from '../address-space/api.ts';
import { GapTree } from './gap-tree.ts';
import { HoleSize } from './hole-size.ts';
import { Linear } from './linear.ts';
import { LowestHole } from './lowest-hole.ts';
import { NextFit } from './next-fit.ts';

export const UNMAPPED_AREA_VARIANTS: Readonly<Record<string, (as: AddressSpaces) => UnmappedArea>> = {
  linear: (as) => new Linear(as),
  'lowest-hole': (as) => new LowestHole(as),
  'next-fit': (as) => new NextFit(as),
  'hole-size': (as) => new HoleSize(as),
  'gap-tree': (as) => new GapTree(as),
};

export function createUnmappedArea(as: AddressSpaces, id: string): UnmappedArea {
  const create = UNMAPPED_AREA_VARIANTS[id];
  if (create === undefined) throw new Error(`no unmapped-area variant '${id}'`);
  return create(as);
}

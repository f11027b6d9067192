// The variants of the search for room by id, oldest first.

import type { AddressSpaces } from '../address-space/address-spaces.ts';
import type { UnmappedArea } from '../address-space/api.ts';
import { variantNamed } from '../mm/variant-named.ts';
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

export const createUnmappedArea = (as: AddressSpaces, id: string): UnmappedArea =>
  variantNamed('unmapped-area', UNMAPPED_AREA_VARIANTS, id)(as);

// Address spaces with very many VMAs.

import { AddressSpaces } from '../address-space/address-spaces.ts';
import { MMAP_COSTS } from '../address-space/costs.ts';
import { createUnmappedArea, UNMAPPED_AREA_VARIANTS } from '../unmapped-area/index.ts';
import { UnmappedAreaSubsystem } from '../unmapped-area/unmapped-area.ts';
import type { Part } from './part.ts';

export const ADDRESS_SPACE: Part = {
  variants: { 'unmapped-area': Object.keys(UNMAPPED_AREA_VARIANTS) },
  costs: MMAP_COSTS,
  create: (variant) => ({
    addressSpaces: (k) => new AddressSpaces(k, (as) => createUnmappedArea(as, variant('unmapped-area'))),
  }),
  subsystems: ({ addressSpaces }) => (addressSpaces === null ? [] : [new UnmappedAreaSubsystem(addressSpaces)]),
};

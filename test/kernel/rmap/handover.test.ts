// What a flip tells that it has handed over, and what it costs, for each pair of variants.

import { expect, it } from 'vitest';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import { RMAP_VARIANTS } from '../../../src/kernel/rmap/index.ts';
import { Rmap } from '../../../src/kernel/rmap/rmap.ts';
import { MEMORY_MIB, ProcessTree } from './process-tree.ts';

/** Three with one area each; with chains the parent's and two more anon_vmas, the pages in three of them. */
function familyOf(rmap: string): Kernel {
  const tree = new ProcessTree(rmap);
  tree.fork(tree.first);
  tree.fork(tree.first);
  return tree.k;
}

const handOver = (from: string, to: string): { text: string; costNs: number } => new Rmap(familyOf(from)).handOver(to);

/** All costs of the small kernel are 200 ns. */
const COST = 200;
const FRAMES = MEMORY_MIB * 256;
const NOTHING = { text: 'nothing to hand over', costNs: 0 };
const TO_CHAINS = { text: '3 VMAs handed over', costNs: 3 * COST };
const TO_LISTS = { text: '3 VMAs, 2 pages handed over', costNs: (3 + FRAMES) * COST };
const COUNTED = { text: 'users of 3 anon_vmas counted', costNs: (3 + 3) * COST };

const hasChains = (rmap: string): boolean => familyOf(rmap).anonVmas.live > 1;
const expected = (from: string, to: string): { text: string; costNs: number } => {
  if (hasChains(from) !== hasChains(to)) return hasChains(to) ? TO_CHAINS : TO_LISTS;
  return RMAP_VARIANTS[to]?.counts === true ? COUNTED : NOTHING;
};

const pairs = Object.keys(RMAP_VARIANTS).flatMap((from) =>
  Object.keys(RMAP_VARIANTS)
    .filter((to) => to !== from)
    .map((to): [string, string] => [from, to]),
);

it('users are counted for a variant that goes by their number', () => {
  expect(handOver('chain', 'chain-degree')).toEqual(COUNTED);
});

it.each(pairs)('%s -> %s', (from, to) => {
  expect(handOver(from, to)).toEqual(expected(from, to));
});

// How many VMAs have an anon_vma, and how many links the one with most of them has: counted from the structures.

import type { RmapLink } from '../../kernel/mm/anon-vma.ts';
import type { Kernel } from '../../kernel/mm/kernel.ts';

export function chainsOf(k: Kernel): { readonly vmas: number; readonly longest: number } {
  let vmas = 0;
  let longest = 0;
  for (const mm of k.mms.values())
    for (const { links } of mm.vmas()) {
      if (links === null) continue;
      vmas++;
      longest = Math.max(longest, lengthOf(links));
    }
  return { vmas, longest };
}

function lengthOf(newest: RmapLink): number {
  let length = 0;
  for (let link: RmapLink | null = newest; link !== null; link = link.older) length++;
  return length;
}

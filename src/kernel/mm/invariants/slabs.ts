// Objects of each slab cache = those that can be found in the kernel's structures + those that paths hold for themselves.

import type { Kernel } from '../kernel.ts';
import { equal } from './equal.ts';

export function checkSlabs(k: Kernel): void {
  const { slabs } = k;
  const found: Readonly<Record<keyof Kernel['slabs'], number>> = {
    task: [...k.tasks].filter(({ stack }) => stack.length > 0).length,
    mm: k.mms.size,
    vma: sum(k.mms.values(), (mm) => [...mm.vmas()].length),
    anon_vma: k.anonVmas.live,
    anon_vma_chain: k.rmap.variant.allocatesLinks ? sum(k.anonVmas.all(), ({ length }) => length) : 0,
  };
  for (const [key, slab] of Object.entries(slabs)) {
    const live = found[key as keyof Kernel['slabs']];
    equal(slab.objects - slab.held, live, 'slab objects = live objects', { cache: slab.name, held: slab.held });
  }
}

function sum<Item>(items: Iterable<Item>, of: (item: Item) => number): number {
  let total = 0;
  for (const item of items) total += of(item);
  return total;
}

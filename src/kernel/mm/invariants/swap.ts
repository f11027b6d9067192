// References of a swap slot = swap entries found by a full scan; slots in use = referred to or cached; page and slot of
// the swap cache know each other.

import type { Kernel } from '../kernel.ts';
import { PG } from '../page.ts';
import { equal, holds } from './equal.ts';
import type { Found } from './mappings.ts';

export function checkSwap(k: Kernel, { swapped }: Found): void {
  const { swap, frames, stat } = k;
  let used = 0;
  let cached = 0;
  for (let slot = 0; slot < swap.slots; slot++) {
    equal(swap.refs(slot), swapped[slot] ?? -1, 'references of a slot = swap entries', { slot });
    if (swap.isUsed(slot)) used++;
    const pfn = swap.cached(slot);
    if (pfn === 0) continue;
    cached++;
    equal(frames.slot[pfn] ?? -1, slot, 'cached page knows its slot', { pfn });
  }
  equal(swap.used, used, 'slots in use = referred to or cached');
  equal(stat.swapCachePages, cached, 'pages of the swap cache are counted');
  for (let pfn = 1; pfn <= frames.count; pfn++) {
    const slot = frames.slot[pfn] as number;
    const inCache = frames.has(pfn, PG.swapcache);
    holds(inCache === (slot !== 0), 'page with a slot is in the swap cache', { pfn, slot });
    if (inCache) equal(swap.cached(slot), pfn, 'slot knows its cached page', { slot });
    holds(inCache || !frames.has(pfn, PG.writeback), 'page under writeback is in the swap cache', { pfn });
  }
}

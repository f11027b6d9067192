// What must be true when all processes are gone: everything that they had came back.

import { expect } from 'vitest';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import { PG } from '../../../src/kernel/mm/page.ts';

/** Frames that may be in use though no process lives: what kswapd needs, and one spare page per slab cache. */
export function expectNothingLeft(k: Kernel): void {
  const left = {
    tasks: [...k.tasks].map(({ name }) => name),
    mms: k.mms.size,
    anonVmas: k.anonVmas.live,
    objects: Object.values(k.slabs).map(({ objects, held }) => objects + held),
    slabPages: Object.values(k.slabs).filter(({ pages }) => pages.length > 1).length,
    pageTables: k.stat.pageTables,
    stacks: k.stat.kernelStacks,
    mapped: k.stat.anonPages,
    busy: busyPages(k),
    reclaimers: k.stat.inDirectReclaim,
    inGate: k.rmap.inFlight,
    writeback: k.stat.writebackPages,
    swap: k.swap.used,
  };
  expect(left).toEqual({
    tasks: ['kswapd0'],
    mms: 0,
    anonVmas: 0,
    objects: [0, 0, 0, 0, 0],
    slabPages: 0,
    pageTables: 0,
    stacks: 0,
    mapped: 0,
    busy: 0,
    reclaimers: 0,
    inGate: 0,
    writeback: 0,
    // Pages that were being read or written when their last user went stay until reclaim meets them.
    swap: k.stat.swapCachePages,
  });
  const inUse = k.stat.slabPages + k.stat.swapCachePages;
  expect(k.zone.freePages + k.zone.stockedPages).toBe(k.frames.count - inUse);
}

/** Pages that somebody has locked or taken off a list. */
function busyPages({ frames }: Kernel): number {
  let busy = 0;
  for (let pfn = 1; pfn <= frames.count; pfn++) if (frames.has(pfn, PG.locked | PG.isolated | PG.released)) busy++;
  return busy;
}

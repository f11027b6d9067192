// What must hold of high memory at any instant.

import { Panic } from '../../engine/panic.ts';
import { mappedAt } from './access.ts';
import type { Highmem } from './highmem.ts';
import type { PkmapPool } from './pkmap-pool.ts';

/** Calls under way may have changed the count of a place and not yet the sum, or the other way round. */
export function checkHighmem(highmem: Highmem): void {
  const { stat, k } = highmem;
  let users = 0;
  for (const pool of highmem.pools) users += checkPool(highmem, pool);
  users += checkSlots(highmem);
  const counted = stat.kmaps - stat.kunmaps;
  if (Math.abs(counted - users) > highmem.kmap.inFlight)
    throw new Panic('users of kmaps are lost', { counted, users }, k.engine.now);
  checkTranslations(highmem);
}

/** Returns the users of all entries. */
function checkPool({ k }: Highmem, pool: PkmapPool): number {
  let users = 0;
  for (let entry = 0; entry < pool.count.length; entry++) {
    const count = pool.countOf(entry);
    const page = pool.page[entry] ?? null;
    if (count === 0 && page === null) continue;
    if (count < 1 || page === null || page.virtual !== pool.base + entry || entry >= pool.extent)
      throw new Panic('pkmap entry and page disagree', { entry, count, page: page?.pfn ?? 0 }, k.engine.now);
    users += count - 1;
  }
  return users;
}

/** Returns the slots in use. */
function checkSlots({ k, slots, pins }: Highmem): number {
  let used = 0;
  for (const { page, free } of slots) {
    const taken = page.filter((one) => one !== null).length;
    if (taken + free !== page.length) throw new Panic('slots are lost', { taken, free }, k.engine.now);
    used += taken;
  }
  let depth = 0;
  for (const [task, pin] of pins) {
    depth += pin.depth;
    if (!task.pinned) throw new Panic('task with a slot may leave its CPU', { task: task.name }, k.engine.now);
  }
  if (depth !== used) throw new Panic('slots and their holders disagree', { depth, used }, k.engine.now);
  return used;
}

/** No CPU reaches another page through a pool than the page table says; what a pass clears, it flushes under the lock. */
function checkTranslations(highmem: Highmem): void {
  const { k, tlbs, kmap_lock } = highmem;
  if (kmap_lock.isLocked) return;
  for (const { id } of k.cpus) {
    for (const [at, pfn] of tlbs.of(id)) {
      const pool = highmem.poolOf(at);
      if (pool === null || at - pool.base >= pool.size) continue;
      const page = mappedAt(highmem, at);
      if (page?.pfn !== pfn) throw new Panic('stale translation', { cpu: id, vpn: at, pfn }, k.engine.now);
    }
  }
}

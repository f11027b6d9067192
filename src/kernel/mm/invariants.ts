// The invariants of the memory management: what must hold at any instant between two events, in every variant.
//
// Paths change all sides of a relation at one instant, so the checks are exact. What a path may hold for itself while it
// waits is counted where it happens, and the checks balance with it:
// * Slab.held: objects not linked yet, or unlinked and not freed yet. A VMA that no address space has is such an object.
// * PG.isolated: a reclaimer has the page. PG.released: off all lists, its path waits for the LRU lock to free it.
// * Kernel stacks of a fork that is under way are in stat.kernelStacks and belong to no task yet.
// * An anon_vma may have an empty list while a call inside the rmap gate makes or destroys it.
// Pages in a pagevec are no exception: they are on their LRU list, only the lock is taken later.

import { checkCpuTime } from './invariants/cpu-time.ts';
import { checkFrames } from './invariants/frames.ts';
import { checkLinks } from './invariants/links.ts';
import { checkMappings } from './invariants/mappings.ts';
import { checkSlabs } from './invariants/slabs.ts';
import { checkSwap } from './invariants/swap.ts';
import { checkTasks } from './invariants/tasks.ts';
import type { Kernel } from './kernel.ts';

/** Throws a Panic that says what is broken and where. Takes time in proportion to memory and page tables. */
export function checkInvariants(k: Kernel): void {
  checkFrames(k);
  checkLinks(k);
  checkSwap(k, checkMappings(k));
  checkSlabs(k);
  checkTasks(k);
  checkCpuTime(k);
  for (const check of k.invariants) check();
}

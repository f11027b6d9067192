// Flipping a subsystem: a kernel task closes the gate, waits for the calls in flight, hands every live object over, and
// opens the gate again. The hand-over's cost is charged to that task, while everybody else waits.

import type { Ns } from '../base/time.ts';
import { symbols } from '../engine/symbols.ts';
import type { Kernel } from '../kernel/mm/kernel.ts';
import { alloc_kernel_page, free_pages } from '../kernel/mm/page-alloc.ts';
import type { ReverseMap } from '../kernel/mm/reverse-map.ts';
import type { Slab } from '../kernel/mm/slab.ts';
import { current } from '../kernel/mm/task-struct.ts';
import { handOverRmap, RMAP_VARIANTS } from '../kernel/rmap/index.ts';
import type { Call } from '../machine/call.ts';
import type { Path } from '../machine/path.ts';
import { sync } from '../machine/wait.ts';

const S = symbols('flip_rmap');

export interface Flip {
  readonly subsystem: string;
  readonly from: string;
  readonly to: string;
  readonly waitedNs: Ns;
  readonly costNs: Ns;
  readonly vmas: number;
  readonly pages: number;
}

/** The path of the task that exchanges the rmap variant; `done` hears what it took. */
export function* flipRmap(k: Kernel, root: Call, to: string, done: (flip: Flip) => void): Path {
  const c = root.enter(S.flip_rmap);
  const variant = RMAP_VARIANTS[to];
  const from = k.rmap.variant.id;
  if (variant !== undefined && from !== to) yield* exchange(k, c, variant.create(k), done);
  k.tasks.delete(current(c));
}

function* exchange(k: Kernel, c: Call, variant: ReverseMap, done: (flip: Flip) => void): Path {
  const [from, to] = [k.rmap.variant.id, variant.id];
  const closedAt = k.engine.now;
  yield* k.rmap.close();
  const drainedAt = k.engine.now;
  const { vmas, pages } = handOverRmap(k, from, to);
  // Faults ask the variant outside the gate too (movesOwned, oldest): it changes with the objects, at one instant.
  k.rmap.variant = variant;
  const scanned = pages === 0 ? 0 : k.frames.count;
  const costNs = vmas * k.costs.handOverVma + scanned * k.costs.handOverPage;
  c.spend(costNs);
  yield* sync(c);
  k.rmap.open();
  done({ subsystem: 'rmap', from, to, waitedNs: drainedAt - closedAt, costNs, vmas, pages });
  for (const slab of [k.slabs.anon_vma, k.slabs.anon_vma_chain]) yield* fitSlab(k, c, slab);
}

/** Objects that the hand-over made get their pages now that reclaim can run again; pages without objects go back. */
function* fitSlab(k: Kernel, c: Call, slab: Slab): Path {
  while (slab.isShort) {
    const pfn = yield* alloc_kernel_page(k, c);
    if (pfn === 0) return;
    slab.pages.push(pfn);
    k.stat.slabPages++;
  }
  for (let pfn = slab.takeSpare(); pfn !== 0; pfn = slab.takeSpare()) {
    k.stat.slabPages--;
    yield* free_pages(k, c, [pfn]);
  }
}

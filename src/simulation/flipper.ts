// Flipping a subsystem: a kernel task closes the gate, waits for the calls in flight, hands every live object over, and
// opens the gate again. The hand-over's cost is charged to that task, while everybody else waits.

import type { Ns } from '../base/time.ts';
import { symbols } from '../engine/symbols.ts';
import { alloc_kernel_page } from '../kernel/mm/page-alloc.ts';
import type { Kernel } from '../kernel/mm/kernel.ts';
import type { Slab } from '../kernel/mm/slab.ts';
import { handOverRmap, RMAP_VARIANTS } from '../kernel/rmap/index.ts';
import type { Call } from '../machine/call.ts';
import type { Path } from '../machine/path.ts';
import { SYNC } from '../machine/wait.ts';

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
  if (variant === undefined || from === to) return;
  const closedAt = k.engine.now;
  yield* k.rmap.close();
  const drainedAt = k.engine.now;
  const { vmas, pages } = handOverRmap(k, from, to);
  const scanned = pages === 0 ? 0 : k.frames.count;
  const costNs = vmas * k.costs.handOverVma + scanned * k.costs.handOverPage;
  c.spend(costNs);
  yield SYNC;
  k.rmap.open(variant.create(k));
  done({ subsystem: 'rmap', from, to, waitedNs: drainedAt - closedAt, costNs, vmas, pages });
  for (const slab of [k.slabs.anon_vma, k.slabs.anon_vma_chain]) yield* fitSlab(k, c, slab);
}

/** Objects that the hand-over made get their pages now that reclaim can run again. */
function* fitSlab(k: Kernel, c: Call, slab: Slab): Path {
  while (slab.isShort) {
    const pfn = yield* alloc_kernel_page(k, c);
    if (pfn === 0) return;
    slab.pages.push(pfn);
    k.stat.slabPages++;
  }
}

// The reverse map as a switchable subsystem.

import { type Figure, value } from '../../engine/figure.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import type { Gate } from '../locking/gate.ts';
import { rmapFigures } from '../mm/figures.ts';
import type { Kernel } from '../mm/kernel.ts';
import { alloc_kernel_page, free_pages } from '../mm/page-alloc.ts';
import type { ReverseMap } from '../mm/reverse-map.ts';
import type { Slab } from '../mm/slab.ts';
import type { HandOver, Subsystem } from '../mm/subsystem.ts';
import { Drain } from './drain.ts';
import { chainToShared, sharedToChain } from './handover.ts';
import { createRmap, RMAP_VARIANTS } from './index.ts';

export class Rmap implements Subsystem {
  readonly id = 'rmap';
  readonly gate: Gate<ReverseMap>;
  readonly figures: readonly Figure[];
  private readonly k: Kernel;
  private readonly drain = new Drain();

  constructor(k: Kernel) {
    this.k = k;
    this.gate = k.rmap;
    this.figures = [
      ...rmapFigures(k),
      value(
        'rmap.halfLife',
        'half-life of shared pages',
        's',
        'simulated time in which the pages on shared lists halve after a flip; foreseen once the pace holds',
        () => this.drain.halfLife(k.engine.now, k.anonVmas.sharedPages),
      ),
    ];
  }

  handOver(to: string): HandOver {
    const { k, gate } = this;
    const [old, next] = [RMAP_VARIANTS[gate.variant.id], RMAP_VARIANTS[to]];
    // Faults ask the variant outside the gate too (movesOwned, oldest): it changes with the objects, at one instant.
    gate.variant = createRmap(k, to);
    if (old?.kind !== next?.kind) return next?.kind === 'chain' ? this.toChain() : this.toShared();
    return next?.counts === true ? this.count() : { costNs: 0, text: 'nothing to hand over' };
  }

  /** The structures stay as they are; who uses what, which is known all the time here, a kernel had to count now. */
  private count(): HandOver {
    const { k } = this;
    let vmas = 0;
    for (const { users } of k.anonVmas.all()) vmas += users;
    const costNs = (vmas + k.anonVmas.live) * k.costs.listStep;
    return { costNs, text: `users of ${k.anonVmas.live} anon_vmas counted` };
  }

  private toChain(): HandOver {
    const { k } = this;
    const vmas = sharedToChain(k);
    if (k.anonVmas.sharedPages > 0) this.drain.start(k.engine.now, k.anonVmas.sharedPages);
    return { costNs: vmas * k.costs.handOverVma, text: `${vmas} VMAs handed over` };
  }

  /** Looks at every page frame. */
  private toShared(): HandOver {
    const { k } = this;
    const { vmas, pages } = chainToShared(k);
    this.drain.stop();
    const costNs = vmas * k.costs.handOverVma + k.frames.count * k.costs.handOverPage;
    return { costNs, text: `${vmas} VMAs, ${pages} pages handed over` };
  }

  /** Pages that go with their processes tell nothing about the drain. */
  killed(): void {
    this.drain.stop();
  }

  *settle(c: Call): Path {
    const { slabs } = this.k;
    for (const slab of [slabs.anon_vma, slabs.anon_vma_chain]) yield* fitSlab(this.k, c, slab);
  }
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

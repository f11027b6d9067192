// `percpu`: slots that belong to a CPU; a task stays on its CPU while it holds one (proposed by Andrea Arcangeli in March 2002).
//
// No lock and no interrupt, but nothing is kept either: every use pays for the entry, for invlpg and for the TLB miss.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import { type Path, type Request, ready } from '../../machine/path.ts';
import type { Kmap } from '../highmem/api.ts';
import type { HighPage, Vpn } from '../highmem/high-page.ts';
import type { Highmem } from '../highmem/highmem.ts';
import type { Slots } from '../highmem/slots.ts';

const S = symbols('kmap_atomic');

/** How many slots a task may hold at once: a page and two page tables. */
const DEEPEST = 3;

export class KmapPercpu implements Kmap {
  readonly id = 'percpu';
  readonly usesSlots = true;
  readonly entries = null;
  private readonly highmem: Highmem;

  constructor(highmem: Highmem) {
    this.highmem = highmem;
  }

  kmap(from: Call, page: HighPage): Path<Vpn | Request> {
    const { costs, tlbs, slots, stat } = this.highmem;
    const { id } = from.cpu;
    const own = slots[id] as Slots;
    if (!this.mayTake(own, from)) return ready(own.overflow.wait());
    this.pin(from);
    const at = own.take(page);
    tlbs.drop(id, at);
    stat.misses++;
    from.enter(S.kmap_atomic).spend(costs.pin + costs.setPte + costs.invlpg);
    return ready(at);
  }

  /** Leaves a slot for every level that those who hold some may still need, so that one of them can always go on. */
  private mayTake({ free }: Slots, { task }: Call): boolean {
    const depth = this.highmem.pins.get(task)?.depth ?? 0;
    return free > Math.max(0, DEEPEST - 1 - depth);
  }

  private pin({ task }: Call): void {
    const { pins } = this.highmem;
    const pin = pins.get(task);
    if (pin !== undefined) pin.depth++;
    else {
      pins.set(task, { depth: 1, wasPinned: task.pinned });
      task.pinned = true;
    }
  }
}

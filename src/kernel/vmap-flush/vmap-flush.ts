// When unmapped translations are flushed, as a switchable subsystem. What waits for a purge is purged when nobody lets
// areas wait any more.

import type { Figure } from '../../engine/figure.ts';
import type { Call } from '../../machine/call.ts';
import { type Path, READY } from '../../machine/path.ts';
import type { Gate } from '../locking/gate.ts';
import type { HandOver, Subsystem } from '../mm/subsystem.ts';
import type { VmapFlush } from '../vmap/api.ts';
import { __purge_vmap_area_lazy } from '../vmap/purge.ts';
import type { Vmap } from '../vmap/vmap.ts';
import { createFlush } from './index.ts';

export class VmapFlushSubsystem implements Subsystem {
  readonly id = 'vmap-flush';
  readonly gate: Gate<VmapFlush>;
  readonly figures: readonly Figure[] = [];
  private readonly vmap: Vmap;

  constructor(vmap: Vmap) {
    this.vmap = vmap;
    this.gate = vmap.flush;
  }

  handOver(to: string): HandOver {
    const { vmap, gate } = this;
    gate.variant = createFlush(vmap, to);
    const { length } = vmap.lazyAreas;
    return { costNs: 0, text: length === 0 ? 'nothing to hand over' : `${length} lazily freed areas to purge` };
  }

  settle(c: Call): Path {
    const isDue = !this.gate.variant.letsWait && this.vmap.lazyAreas.length > 0;
    return isDue ? this.purge(c) : READY;
  }

  private *purge(c: Call): Path {
    yield* this.vmap.enter(c);
    yield* __purge_vmap_area_lazy(this.vmap, c, false);
    this.vmap.leave(c);
  }
}

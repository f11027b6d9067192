// The index of areas as a switchable subsystem. A flip builds the new structure from all areas of the old one, those that
// wait for a purge included; addresses stay what they are.

import type { Figure } from '../../engine/figure.ts';
import type { Gate } from '../locking/gate.ts';
import type { HandOver, Subsystem } from '../mm/subsystem.ts';
import type { VmapIndex } from '../vmap/api.ts';
import { vmapFigures } from '../vmap/figures.ts';
import type { Vmap } from '../vmap/vmap.ts';
import { createIndex } from './index.ts';

export class VmapIndexSubsystem implements Subsystem {
  readonly id = 'vmap-index';
  readonly gate: Gate<VmapIndex>;
  readonly figures: readonly Figure[];
  private readonly vmap: Vmap;

  constructor(vmap: Vmap) {
    this.vmap = vmap;
    this.gate = vmap.index;
    this.figures = vmapFigures(vmap);
  }

  handOver(to: string): HandOver {
    const areas = this.gate.variant.areas();
    this.gate.variant = createIndex(this.vmap, to, areas);
    return { costNs: areas.length * this.vmap.costs.handOverArea, text: `${areas.length} areas handed over` };
  }
}

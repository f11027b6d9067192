// The front end of vmap as a switchable subsystem.
//
// off -> on: areas stay areas; vm_unmap_ram frees what lies in no block as an area.
// on -> off: blocks stay until their last mapping goes. Nobody takes from them any more, so what is free of them counts as
//   given back, and a block without mappings goes at once.

import type { Figure } from '../../engine/figure.ts';
import type { Call } from '../../machine/call.ts';
import { type Path, READY } from '../../machine/path.ts';
import type { Gate } from '../locking/gate.ts';
import type { HandOver, Subsystem } from '../mm/subsystem.ts';
import type { VmapPercpu } from '../vmap/api.ts';
import { free_vmap_block } from '../vmap/vb-free.ts';
import type { Vmap } from '../vmap/vmap.ts';
import { VMAP_BBMAP_BITS, type VmapBlock } from '../vmap/vmap-block.ts';
import { createPercpu } from './index.ts';

export class VmapPercpuSubsystem implements Subsystem {
  readonly id = 'vmap-percpu';
  readonly gate: Gate<VmapPercpu>;
  readonly figures: readonly Figure[] = [];
  private readonly vmap: Vmap;
  /** Blocks that the hand-over found empty. */
  private empty: readonly VmapBlock[] = [];

  constructor(vmap: Vmap) {
    this.vmap = vmap;
    this.gate = vmap.percpu;
  }

  handOver(to: string): HandOver {
    const { vmap, gate } = this;
    const { usesBlocks: usedBlocks } = gate.variant;
    gate.variant = createPercpu(vmap, to);
    if (!usedBlocks || gate.variant.usesBlocks) return { costNs: 0, text: 'nothing to hand over' };
    const blocks = [...vmap.blocks.values()];
    for (const block of blocks) retire(block);
    this.empty = blocks.filter(({ dirty }) => dirty === VMAP_BBMAP_BITS);
    const kept = blocks.length - this.empty.length;
    return {
      costNs: blocks.length * VMAP_BBMAP_BITS * vmap.costs.regOp,
      text: `${this.empty.length} blocks freed, ${kept} kept until their last mapping goes`,
    };
  }

  settle(c: Call): Path {
    return this.empty.length === 0 ? READY : this.freeEmpty(c);
  }

  private *freeEmpty(c: Call): Path {
    yield* this.vmap.enter(c);
    for (const block of this.empty) yield* free_vmap_block(this.vmap, c, block);
    this.empty = [];
    this.vmap.leave(c);
  }
}

/** What was never handed out of the block counts as handed out and given back. */
function retire(block: VmapBlock): void {
  for (let bit = 0; bit < VMAP_BBMAP_BITS; bit++) {
    if (block.alloc_map.isSet(bit)) continue;
    block.alloc_map.bitmap_allocate_region(bit, 0);
    block.dirty_map.bitmap_allocate_region(bit, 0);
  }
  block.dirty += block.free;
  block.free = 0;
  const { free } = block.queue;
  const at = free.indexOf(block);
  if (at >= 0) free.splice(at, 1);
}

// `on`: vm_map_ram() and vm_unmap_ram(), with blocks per CPU (2.6.28, db64fe02258f).
//
// A mapping comes out of the CPU's own block: a lock that nobody else wants, a scan of the block's bitmap from the
// beginning. The index is asked once per block.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { spin_lock, spin_unlock } from '../locking/spinlock.ts';
import type { Pfn } from '../mm/page.ts';
import type { VmapPercpu } from '../vmap/api.ts';
import { vmap_page_range } from '../vmap/page-range.ts';
import { orPurge } from '../vmap/purge.ts';
import { radix_tree_lookup, vb_free } from '../vmap/vb-free.ts';
import type { Vmap } from '../vmap/vmap.ts';
import type { Vpn } from '../vmap/vmap-area.ts';
import {
  addr_to_vb_idx,
  get_order,
  VMAP_BBMAP_BITS,
  VMAP_MAX_ALLOC,
  VmapBlock,
  type VmapBlockQueue,
} from '../vmap/vmap-block.ts';

const S = symbols(
  'vm_map_ram',
  'vm_unmap_ram',
  'vb_alloc',
  'new_vmap_block',
  'bitmap_find_free_region',
  'radix_tree_insert',
  '__reg_op',
  'kmem_cache_alloc',
);

export class PercpuOn implements VmapPercpu {
  readonly id = 'on';
  readonly usesBlocks = true;
  private readonly vmap: Vmap;

  constructor(vmap: Vmap) {
    this.vmap = vmap;
  }

  *map_ram(from: Call, pages: readonly Pfn[]): Path<Vpn> {
    const c = from.enter(S.vm_map_ram);
    const isSmall = pages.length <= VMAP_MAX_ALLOC;
    const start = isSmall ? yield* this.vb_alloc(c, get_order(pages.length)) : yield* this.allocArea(c, pages.length);
    if (start !== 0) vmap_page_range(this.vmap, c, start, pages);
    return start;
  }

  private *allocArea(c: Call, pages: number): Path<Vpn> {
    const { vmap } = this;
    const area = yield* orPurge(vmap, c, () => vmap.index.variant.alloc_vmap_area(c, pages, 1));
    return area?.start ?? 0;
  }

  private *vb_alloc(from: Call, order: number): Path<Vpn> {
    const c = from.enter(S.vb_alloc);
    for (;;) {
      // The copy: a block whose pages run out leaves the queue.
      for (const block of [...this.queue(c).free]) {
        const start = yield* this.takeRegion(c, block, order);
        if (start !== 0) return start;
      }
      if (!(yield* this.new_vmap_block(c))) return 0;
    }
  }

  private queue(c: Call): VmapBlockQueue {
    return this.vmap.queues[c.cpu.id] as VmapBlockQueue;
  }

  /** 0 when the block has no region of that order left. */
  private *takeRegion(c: Call, block: VmapBlock, order: number): Path<Vpn> {
    const { costs, k } = this.vmap;
    yield* spin_lock(c, block.lock);
    const { at, probes } = block.alloc_map.bitmap_find_free_region(order);
    c.enter(S.bitmap_find_free_region).spendIn(S.__reg_op, (probes + (at < 0 ? 0 : 1)) * costs.regOp);
    c.spend(block.line.write(k.coherence, c.cpu.id));
    if (at >= 0) block.free -= 1 << order;
    if (block.free === 0) yield* this.leave_queue(c, block);
    yield* spin_unlock(c, block.lock);
    return at < 0 ? 0 : block.area.start + at;
  }

  private *leave_queue(c: Call, block: VmapBlock): Path {
    const { queue } = block;
    yield* spin_lock(c, queue.lock);
    queue.free.splice(queue.free.indexOf(block), 1);
    yield* spin_unlock(c, queue.lock);
  }

  /** False when the address space is full. */
  private *new_vmap_block(from: Call): Path<boolean> {
    const { vmap } = this;
    const c = from.enter(S.new_vmap_block);
    const queue = this.queue(c);
    c.spendIn(S.kmem_cache_alloc, vmap.k.costs.slabAlloc);
    const blockArea = () => vmap.index.variant.alloc_vmap_area(c, VMAP_BBMAP_BITS, VMAP_BBMAP_BITS);
    const area = yield* orPurge(vmap, c, blockArea);
    if (area === null) return false;
    const block = new VmapBlock(area, queue, vmap.blockKind);
    yield* spin_lock(c, vmap.vmap_block_tree_lock);
    vmap.blocks.set(addr_to_vb_idx(area.start), block);
    queue.free.unshift(block);
    vmap.stat.blocks++;
    c.spendIn(S.radix_tree_insert, vmap.costs.radixLookup);
    yield* spin_unlock(c, vmap.vmap_block_tree_lock);
    return true;
  }

  *unmap_ram(from: Call, start: Vpn, count: number): Path {
    const { vmap } = this;
    const c = from.enter(S.vm_unmap_ram);
    const block = count <= VMAP_MAX_ALLOC ? radix_tree_lookup(vmap, c, start) : null;
    if (block !== null) yield* vb_free(vmap, c, block, start, count);
    // Too large for a block, or mapped while there were none.
    else yield* vmap.flush.variant.vunmap(c, start);
  }
}

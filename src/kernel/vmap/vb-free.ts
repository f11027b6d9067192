// Unmapping inside a vmap block (2.6.28 mm/vmalloc.c vb_free, free_vmap_block). Blocks outlive a flip of vmap-percpu, so
// both of its variants need this.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { spin_lock, spin_unlock } from '../locking/spinlock.ts';
import type { Vmap } from './vmap.ts';
import type { Vpn } from './vmap-area.ts';
import { addr_to_vb_idx, get_order, VMAP_BBMAP_BITS, type VmapBlock } from './vmap-block.ts';

const S = symbols('vb_free', 'free_vmap_block', 'radix_tree_lookup', 'radix_tree_delete', '__reg_op');

/** The block that an address lies in, or null; looks without lock. */
export function radix_tree_lookup(vmap: Vmap, c: Call, start: Vpn): VmapBlock | null {
  c.spendIn(S.radix_tree_lookup, vmap.costs.radixLookup);
  return vmap.blocks.get(addr_to_vb_idx(start)) ?? null;
}

export function* vb_free(vmap: Vmap, from: Call, block: VmapBlock, start: Vpn, count: number): Path {
  const c = from.enter(S.vb_free);
  const order = get_order(count);
  yield* spin_lock(c, block.lock);
  block.dirty_map.bitmap_allocate_region(start % VMAP_BBMAP_BITS, order);
  c.spendIn(S.__reg_op, vmap.costs.regOp);
  block.dirty += 1 << order;
  c.spend(block.line.write(vmap.k.coherence, c.cpu.id));
  const isUsedUp = block.dirty === VMAP_BBMAP_BITS;
  yield* spin_unlock(c, block.lock);
  if (isUsedUp) yield* free_vmap_block(vmap, c, block);
}

/** All of the block is dirty: nobody has anything in it any more. */
export function* free_vmap_block(vmap: Vmap, from: Call, block: VmapBlock): Path {
  const c = from.enter(S.free_vmap_block);
  yield* spin_lock(c, vmap.vmap_block_tree_lock);
  vmap.blocks.delete(addr_to_vb_idx(block.area.start));
  block.area.unmapped = true;
  c.spendIn(S.radix_tree_delete, vmap.costs.radixLookup);
  yield* spin_unlock(c, vmap.vmap_block_tree_lock);
  yield* vmap.flush.variant.free_unmap_vmap_area(c, block.area);
  c.spend(vmap.k.costs.slabFree);
}

// The invariants of the kernel's mappings, in every variant and at any instant between two events.
//
// * Areas lie in the range, in order, apart.
// * Every mapped page lies in an area. Every lazily freed area is in the index.
// * A translation that differs from the page table is of a page that nobody may use before a flush: in an area that is
//   unmapped and has not left the index, or in the dirty part of a block. So no live page is reached under a wrong address.
// * A block's counters are those of its bitmaps.

import { equal, holds } from '../mm/invariants/equal.ts';
import type { Vmap } from './vmap.ts';
import type { VmapArea, Vpn } from './vmap-area.ts';
import { addr_to_vb_idx, VMAP_BBMAP_BITS, type VmapBlock } from './vmap-block.ts';

export function checkVmap(vmap: Vmap): void {
  const areas = vmap.index.variant.areas();
  checkOrder(vmap, areas);
  const areaOf = lookUp(areas);
  for (const vpn of vmap.pages.vpns()) holds(areaOf(vpn) !== null, 'a mapped page lies in an area', { vpn });
  for (const { start } of vmap.lazyAreas) equal(areaOf(start)?.start ?? 0, start, 'a lazily freed area is found', {});
  checkTranslations(vmap, areaOf);
  for (const block of vmap.blocks.values()) checkBlock(vmap, block, areaOf);
}

function checkOrder(vmap: Vmap, areas: readonly VmapArea[]): void {
  let end = vmap.start;
  for (const area of areas) {
    holds(area.start >= end, 'areas are in order and apart', { start: area.start, end });
    end = area.end;
  }
  holds(end <= vmap.end, 'areas lie in the range', { end });
  const lazyPages = vmap.lazyAreas.reduce((sum, { pages }) => sum + pages, 0);
  equal(vmap.lazyPages, lazyPages, 'vmap_lazy_nr = pages of the areas that wait');
  holds(
    vmap.lazyAreas.every(({ unmapped }) => unmapped),
    'only what is unmapped waits for a purge',
  );
}

type AreaOf = (vpn: Vpn) => VmapArea | null;

/** By bisection. */
const lookUp =
  (areas: readonly VmapArea[]): AreaOf =>
  (vpn) => {
    let [low, high] = [0, areas.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((areas[middle] as VmapArea).end <= vpn) low = middle + 1;
      else high = middle;
    }
    const area = areas[low];
    return area !== undefined && area.start <= vpn ? area : null;
  };

function checkTranslations(vmap: Vmap, areaOf: AreaOf): void {
  const { tlbs, pages, k } = vmap;
  for (const { id } of k.cpus) {
    for (const [vpn, pfn] of tlbs.of(id)) {
      if (pages.get(vpn) === pfn) continue;
      equal(pages.get(vpn), 0, 'a mapped page has no other translation', { vpn, cpu: id, pfn });
      const area = areaOf(vpn);
      const waits = area?.unmapped === true || (area !== null && isDirty(vmap, vpn));
      holds(waits, 'a stale translation is of what waits for a flush', { vpn, cpu: id });
    }
  }
}

function isDirty(vmap: Vmap, vpn: Vpn): boolean {
  return vmap.blocks.get(addr_to_vb_idx(vpn))?.dirty_map.isSet(vpn % VMAP_BBMAP_BITS) ?? false;
}

function checkBlock(vmap: Vmap, block: VmapBlock, areaOf: AreaOf): void {
  const where = { block: block.area.start };
  equal(areaOf(block.area.start)?.pages ?? 0, VMAP_BBMAP_BITS, 'a block has its area', where);
  equal(block.alloc_map.count(), VMAP_BBMAP_BITS - block.free, 'pages handed out of a block', where);
  equal(block.dirty_map.count(), block.dirty, 'dirty pages of a block', where);
  if (block.lock.isLocked) return;
  equal(
    vmap.queues.filter(({ free }) => free.includes(block)).length,
    block.free > 0 ? 1 : 0,
    'queues of a block',
    where,
  );
}

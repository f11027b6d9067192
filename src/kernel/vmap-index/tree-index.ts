// What the variants with a tree do alike: areas are found in O(log n) under vmap_area_lock, and unmapped outside of it.

import { Panic } from '../../engine/panic.ts';
import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { sync } from '../../machine/wait.ts';
import { write_lock, write_unlock } from '../locking/rwlock.ts';
import { spin_lock, spin_unlock } from '../locking/spinlock.ts';
import type { Vmap } from '../vmap/vmap.ts';
import { VmapArea, type Vpn } from '../vmap/vmap-area.ts';
import { AreaTree } from './area-tree.ts';
import { findOnList, linkOnList, placeOnList, rebuildList, unlinkFromList } from './vm-list.ts';

const S = symbols(
  '__get_vm_area_node',
  'alloc_vmap_area',
  'find_vmap_area',
  '__free_vmap_area',
  'insert_vmalloc_vmlist',
  'kmem_cache_alloc',
);

/** Charges of so many areas fit into a CPU's batch. */
const AREAS_PER_BATCH = 32;

export abstract class TreeIndex {
  protected readonly vmap: Vmap;
  protected readonly tree: AreaTree;
  /** vmap() also keeps its areas on vmlist, with a walk of its own under vmlist_lock. */
  private readonly keepsList: boolean;

  constructor(vmap: Vmap, areas: readonly VmapArea[], keepsList: boolean) {
    this.vmap = vmap;
    this.tree = new AreaTree(vmap, areas);
    this.keepsList = keepsList;
    // What waits for a purge has been taken off vmlist, and what lies in blocks was never on it.
    rebuildList(vmap, keepsList ? areas.filter(({ hasVmStruct, unmapped }) => hasVmStruct && !unmapped) : []);
  }

  *get_vm_area(from: Call, pages: number): Path<VmapArea | null> {
    const c = from.enter(S.__get_vm_area_node);
    c.spendIn(S.kmem_cache_alloc, this.vmap.k.costs.slabAlloc);
    const area = yield* this.alloc_vmap_area(c, pages + 1, 1);
    if (area === null) return null;
    area.hasVmStruct = true;
    if (!this.keepsList) return area;
    const list = c.enter(S.insert_vmalloc_vmlist);
    yield* write_lock(list, this.vmap.vmlist_lock);
    linkOnList(this.vmap, list, area, placeOnList(this.vmap, list, area.start));
    yield* write_unlock(list, this.vmap.vmlist_lock);
    return area;
  }

  *alloc_vmap_area(from: Call, pages: number, align: number): Path<VmapArea | null> {
    const c = from.enter(S.alloc_vmap_area);
    c.spendIn(S.kmem_cache_alloc, this.vmap.k.costs.slabAlloc);
    yield* spin_lock(c, this.vmap.vmap_area_lock);
    this.vmap.stat.holeSearches++;
    const start = this.findHole(c, pages, align);
    const area = start === null ? null : new VmapArea(start, pages);
    if (area !== null) {
      this.tree.linkArea(c, area);
      this.linked(area);
    }
    yield* spin_unlock(c, this.vmap.vmap_area_lock);
    return area;
  }

  /** Where the lowest hole that this variant sees begins; null when there is none. Under vmap_area_lock. */
  protected abstract findHole(c: Call, pages: number, align: number): Vpn | null;
  /** Under vmap_area_lock; so is the next. */
  protected abstract linked(area: VmapArea): void;
  /** Before the area is taken out of the tree. */
  protected abstract unlinking(c: Call, area: VmapArea): void;

  *find_vmap_area(from: Call, start: Vpn): Path<VmapArea | null> {
    const c = from.enter(S.find_vmap_area);
    yield* spin_lock(c, this.vmap.vmap_area_lock);
    const area = this.tree.find(c, start);
    yield* spin_unlock(c, this.vmap.vmap_area_lock);
    return area;
  }

  *remove_vm_area(c: Call, start: Vpn, unmap: (c: Call, area: VmapArea) => Path): Path {
    const area = yield* this.find_vmap_area(c, start);
    if (area === null) throw new Panic('unmapping of what is not mapped', { start }, c.cpu.engine.now);
    yield* this.unlink_vm_area(c, area);
    yield* unmap(c, area);
    yield* this.free_vmap_areas(c, [area]);
  }

  *unlink_vm_area(c: Call, area: VmapArea): Path {
    const wasListed = area.hasVmStruct && this.keepsList;
    area.hasVmStruct = false;
    if (!wasListed) return;
    yield* write_lock(c, this.vmap.vmlist_lock);
    unlinkFromList(this.vmap, c, findOnList(this.vmap, c, area.start));
    yield* write_unlock(c, this.vmap.vmlist_lock);
  }

  *free_vmap_areas(c: Call, areas: readonly VmapArea[]): Path {
    yield* spin_lock(c, this.vmap.vmap_area_lock);
    const free = c.enter(S.__free_vmap_area);
    for (const [at, area] of areas.entries()) {
      this.unlinking(free, area);
      this.tree.unlinkArea(free, area);
      if (at % AREAS_PER_BATCH === 0) yield* sync(free);
    }
    yield* spin_unlock(c, this.vmap.vmap_area_lock);
  }

  areas(): readonly VmapArea[] {
    return this.tree.areas();
  }
}

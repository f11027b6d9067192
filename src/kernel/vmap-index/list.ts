// `list`: vmlist alone, searched from its head under one rwlock that everybody takes for writing (2.6.27 mm/vmalloc.c).
//
// The unmapping of an area, with its flush of all TLBs, happens while the lock is held.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import { type Path, READY } from '../../machine/path.ts';
import { read_lock, read_unlock, write_lock, write_unlock } from '../locking/rwlock.ts';
import type { VmapIndex } from '../vmap/api.ts';
import type { Vmap } from '../vmap/vmap.ts';
import { VmapArea, type Vpn } from '../vmap/vmap-area.ts';
import { findOnList, firstHole, linkOnList, listed, rebuildList, unlinkAll, unlinkFromList } from './vm-list.ts';

const S = symbols('__get_vm_area_node', '__remove_vm_area', 'find_vm_area', 'kmem_cache_alloc');

export class ListIndex implements VmapIndex {
  readonly id = 'list';
  private readonly vmap: Vmap;

  constructor(vmap: Vmap, areas: readonly VmapArea[]) {
    this.vmap = vmap;
    rebuildList(vmap, areas);
  }

  *get_vm_area(c: Call, pages: number): Path<VmapArea | null> {
    const area = yield* this.__get_vm_area_node(c, pages + 1, 1);
    if (area !== null) area.hasVmStruct = true;
    return area;
  }

  alloc_vmap_area(c: Call, pages: number, align: number): Path<VmapArea | null> {
    return this.__get_vm_area_node(c, pages, align);
  }

  private *__get_vm_area_node(from: Call, size: number, align: number): Path<VmapArea | null> {
    const { vmap } = this;
    const c = from.enter(S.__get_vm_area_node);
    c.spendIn(S.kmem_cache_alloc, vmap.k.costs.slabAlloc);
    yield* write_lock(c, vmap.vmlist_lock);
    const hole = firstHole(vmap, c, size, align);
    const area = hole === null ? null : new VmapArea(hole.start, size);
    if (hole !== null && area !== null) linkOnList(vmap, c, area, hole);
    yield* write_unlock(c, vmap.vmlist_lock);
    return area;
  }

  *find_vmap_area(from: Call, start: Vpn): Path<VmapArea | null> {
    const c = from.enter(S.find_vm_area);
    yield* read_lock(c, this.vmap.vmlist_lock);
    const { after } = findOnList(this.vmap, c, start);
    yield* read_unlock(c, this.vmap.vmlist_lock);
    return after;
  }

  *remove_vm_area(c: Call, start: Vpn, unmap: (c: Call, area: VmapArea) => Path): Path {
    yield* write_lock(c, this.vmap.vmlist_lock);
    yield* this.__remove_vm_area(c.enter(S.__remove_vm_area), start, unmap);
    yield* write_unlock(c, this.vmap.vmlist_lock);
  }

  private *__remove_vm_area(c: Call, start: Vpn, unmap: (c: Call, area: VmapArea) => Path): Path {
    const place = findOnList(this.vmap, c, start);
    yield* unmap(c, place.after);
    unlinkFromList(this.vmap, c, place);
  }

  unlink_vm_area(): Path {
    return READY;
  }

  *free_vmap_areas(from: Call, areas: readonly VmapArea[]): Path {
    const c = from.enter(S.__remove_vm_area);
    yield* write_lock(c, this.vmap.vmlist_lock);
    unlinkAll(this.vmap, c, new Set(areas));
    yield* write_unlock(c, this.vmap.vmlist_lock);
  }

  purgeSteps(): number {
    return this.areas().length;
  }

  areas(): readonly VmapArea[] {
    return listed(this.vmap);
  }
}

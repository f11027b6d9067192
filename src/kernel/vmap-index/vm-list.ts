// vmlist: one singly linked list of areas by address, under vmlist_lock. 2.6.27 has nothing else; until 3.9 vmap() keeps
// it beside the tree. Every search walks from the head and reads each area's line.

import type { Ns } from '../../base/time.ts';
import { Panic } from '../../engine/panic.ts';
import type { Call } from '../../machine/call.ts';
import type { Vmap } from '../vmap/vmap.ts';
import type { VmapArea, Vpn } from '../vmap/vmap-area.ts';

/** The area in front of a place on the list (null: the head) and the one behind it. */
interface Place {
  readonly before: VmapArea | null;
  readonly after: VmapArea | null;
}

/** What reading an area on the way costs. */
const visit = ({ costs, k }: Vmap, c: Call, { line }: VmapArea): Ns =>
  costs.areaStep + line.read(k.coherence, c.cpu.id);

const readHead = ({ vmlistLine, k }: Vmap, c: Call): Ns => vmlistLine.read(k.coherence, c.cpu.id);

/** The place of the lowest hole of `size` pages at a multiple of `align`, and where it begins. */
export function firstHole(vmap: Vmap, c: Call, size: number, align: number): (Place & { readonly start: Vpn }) | null {
  let before: VmapArea | null = null;
  let start = alignUp(vmap.start, align);
  let ns = readHead(vmap, c);
  let at = vmap.vmlist;
  vmap.stat.holeSearches++;
  for (; at !== null; at = at.next) {
    vmap.stat.holeSteps++;
    ns += visit(vmap, c, at);
    if (start + size <= at.start) break;
    start = alignUp(at.end, align);
    before = at;
  }
  c.spend(ns);
  return start + size <= vmap.end ? { before, after: at, start } : null;
}

/** The place of the area at `start`, which `after` is. */
export function findOnList(vmap: Vmap, c: Call, start: Vpn): Place & { readonly after: VmapArea } {
  let before: VmapArea | null = null;
  let ns = readHead(vmap, c);
  for (let at = vmap.vmlist; at !== null; at = at.next) {
    ns += visit(vmap, c, at);
    if (at.start === start) {
      c.spend(ns);
      return { before, after: at };
    }
    before = at;
  }
  throw new Panic('area is not on vmlist', { start }, c.cpu.engine.now);
}

/** The place where an area at `start` belongs. */
export function placeOnList(vmap: Vmap, c: Call, start: Vpn): Place {
  let before: VmapArea | null = null;
  let ns = readHead(vmap, c);
  for (let at = vmap.vmlist; at !== null && at.start < start; at = at.next) {
    ns += visit(vmap, c, at);
    before = at;
  }
  c.spend(ns);
  return { before, after: before === null ? vmap.vmlist : before.next };
}

export function linkOnList(vmap: Vmap, c: Call, area: VmapArea, { before, after }: Place): void {
  area.next = after;
  setNext(vmap, before, area);
  c.spend(vmap.costs.areaLink + area.line.write(vmap.k.coherence, c.cpu.id) + writeBefore(vmap, c, before));
}

export function unlinkFromList(vmap: Vmap, c: Call, { before, after }: Place & { readonly after: VmapArea }): void {
  setNext(vmap, before, after.next);
  c.spend(vmap.costs.areaLink + writeBefore(vmap, c, before));
}

/** In one walk. */
export function unlinkAll(vmap: Vmap, c: Call, gone: ReadonlySet<VmapArea>): void {
  let before: VmapArea | null = null;
  let ns = readHead(vmap, c);
  for (let at = vmap.vmlist; at !== null; at = at.next) {
    ns += visit(vmap, c, at);
    if (!gone.has(at)) before = at;
    else {
      setNext(vmap, before, at.next);
      ns += vmap.costs.areaLink + writeBefore(vmap, c, before);
    }
  }
  c.spend(ns);
}

function setNext(vmap: Vmap, before: VmapArea | null, area: VmapArea | null): void {
  if (before === null) vmap.vmlist = area;
  else before.next = area;
}

const writeBefore = (vmap: Vmap, c: Call, before: VmapArea | null): Ns =>
  (before === null ? vmap.vmlistLine : before.line).write(vmap.k.coherence, c.cpu.id);

/** For a flip: the list anew, of these areas in order of address. */
export function rebuildList(vmap: Vmap, areas: readonly VmapArea[]): void {
  vmap.vmlist = areas[0] ?? null;
  for (const [at, area] of areas.entries()) area.next = areas[at + 1] ?? null;
}

export function listed(vmap: Vmap): readonly VmapArea[] {
  const areas: VmapArea[] = [];
  for (let at = vmap.vmlist; at !== null; at = at.next) areas.push(at);
  return areas;
}

export const alignUp = (vpn: Vpn, align: number): Vpn => Math.ceil(vpn / align) * align;

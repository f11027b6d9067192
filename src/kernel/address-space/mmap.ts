// mmap, munmap and mprotect of private anonymous memory (Linux 2.5.45 and later, mm/mmap.c and mm/mprotect.c): neighbours of one
// protection are one VMA, so a guard page costs two.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { sync } from '../../machine/wait.ts';
import { down_read, down_write, up_read, up_write } from '../locking/rwsem.ts';
import type { AddressSpaces } from './address-spaces.ts';
import type { UnmappedArea } from './api.ts';
import { type MmStruct, TASK_SIZE } from './mm-struct.ts';
import type { VmArea, Vpn } from './vm-area.ts';

const S = symbols(
  'sys_mmap2',
  'do_mmap_pgoff',
  'get_unmapped_area',
  'arch_get_unmapped_area',
  'vma_merge',
  'kmem_cache_alloc',
  'kmem_cache_free',
  'sys_mprotect',
  'mprotect_fixup',
  'split_vma',
  'sys_munmap',
  'do_munmap',
  'unmap_region',
  'do_page_fault',
  'handle_mm_fault',
);

const PAGE_BYTES = 4096;

/** MAX_MAP_COUNT */
const MAX_MAP_COUNT = 65_536;

/** Charges of so many VMAs fit into a CPU's batch. */
const VMAS_PER_BATCH = 16;

/** A new mapping where the kernel finds room; 0 = -ENOMEM. */
export function* sys_mmap2(as: AddressSpaces, from: Call, mm: MmStruct, pages: number, prot: number): Path<Vpn> {
  const c = from.enter(S.sys_mmap2);
  c.spend(as.k.costs.syscall + as.costs.mmapCall);
  const area = yield* as.area.enter(c);
  yield* down_write(c, mm.mmap_sem);
  const call = c.enter(S.do_mmap_pgoff);
  const start = mm.map_count > MAX_MAP_COUNT ? null : get_unmapped_area(as, call, mm, area, pages);
  if (start !== null) mapRange(as, call, mm, { start, end: start + pages, prot });
  yield* up_write(c, mm.mmap_sem);
  as.area.leave(c);
  return start ?? 0;
}

function get_unmapped_area(as: AddressSpaces, c: Call, mm: MmStruct, area: UnmappedArea, pages: number): Vpn | null {
  as.stat.searches++;
  return area.arch_get_unmapped_area(c.enter(S.get_unmapped_area).enter(S.arch_get_unmapped_area), mm, pages);
}

/** The same with MAP_FIXED: whatever is mapped in the range goes first. False = -ENOMEM. */
export function* mmapFixed(as: AddressSpaces, from: Call, mm: MmStruct, range: Range): Path<boolean> {
  const c = from.enter(S.sys_mmap2);
  c.spend(as.k.costs.syscall + as.costs.mmapCall);
  const area = yield* as.area.enter(c);
  yield* down_write(c, mm.mmap_sem);
  const call = c.enter(S.do_mmap_pgoff);
  const isAllowed = mm.map_count <= MAX_MAP_COUNT && range.end <= TASK_SIZE;
  if (isAllowed) {
    const inTheWay = mm.find_vma(call, range.start);
    if (inTheWay !== null && inTheWay.start < range.end) yield* do_munmap(as, call.enter(S.do_munmap), mm, area, range);
    mapRange(as, call, mm, range);
  }
  yield* up_write(c, mm.mmap_sem);
  as.area.leave(c);
  return isAllowed;
}

/** Maps a range that is free. */
function mapRange(as: AddressSpaces, c: Call, mm: MmStruct, range: Range): void {
  as.stat.mmaps++;
  const previous = mm.find_vma_prepare(c, range.start);
  if (vma_merge(as, c, mm, previous, range)) return;
  c.spendIn(S.kmem_cache_alloc, as.k.costs.slabAlloc);
  mm.link(c, mm.create(range.start, range.end, range.prot), previous);
}

interface Range {
  readonly start: Vpn;
  readonly end: Vpn;
  readonly prot: number;
}

/** The new range becomes part of the VMAs that it touches. */
function vma_merge(
  as: AddressSpaces,
  from: Call,
  mm: MmStruct,
  before: VmArea | null,
  { start, end, prot }: Range,
): boolean {
  const c = from.enter(S.vma_merge);
  const after = before === null ? mm.mmap : before.next;
  const left = before !== null && before.end === start && before.prot === prot ? before : null;
  const right = after !== null && after.start === end && after.prot === prot ? after : null;
  if (left !== null) {
    mm.resize(c, left, left.start, end);
    if (right !== null) join(as, c, mm, left, right);
  } else if (right !== null) mm.resize(c, right, start, right.end);
  return left !== null || right !== null;
}

/** `left` takes over what `right` maps. */
function join(as: AddressSpaces, c: Call, mm: MmStruct, left: VmArea, right: VmArea): void {
  const { end } = right;
  mm.unlink(c, right);
  mm.resize(c, left, left.start, end);
  mm.destroy(right);
  c.spendIn(S.kmem_cache_free, as.k.costs.slabFree);
}

/** Cuts a VMA in two at `at`; the new one is the upper part. */
function split_vma(as: AddressSpaces, from: Call, mm: MmStruct, vma: VmArea, at: Vpn): VmArea {
  const c = from.enter(S.split_vma);
  c.spendIn(S.kmem_cache_alloc, as.k.costs.slabAlloc);
  c.spend(as.k.costs.copyVma);
  const upper = mm.create(at, vma.end, vma.prot);
  mm.resize(c, vma, vma.start, at);
  mm.link(c, upper, vma);
  return upper;
}

/** Changes the protection of a range that is mapped as a whole; false = -ENOMEM. */
export function* sys_mprotect(as: AddressSpaces, from: Call, mm: MmStruct, range: Range): Path<boolean> {
  const c = from.enter(S.sys_mprotect);
  c.spend(as.k.costs.syscall + as.costs.mmapCall);
  yield* as.area.enter(c);
  yield* down_write(c, mm.mmap_sem);
  const done = isMapped(c, mm, range) && mm.map_count < MAX_MAP_COUNT;
  if (done) {
    mprotect_fixup(as, c, mm, range);
    c.spend(as.k.costs.tlbFlush);
  }
  yield* up_write(c, mm.mmap_sem);
  as.area.leave(c);
  return done;
}

function isMapped(c: Call, mm: MmStruct, { start, end }: Range): boolean {
  let vma = mm.find_vma(c, start);
  for (let at = start; at < end; vma = vma.next) {
    if (vma === null || vma.start > at) return false;
    at = vma.end;
  }
  return true;
}

function mprotect_fixup(as: AddressSpaces, from: Call, mm: MmStruct, { start, end, prot }: Range): void {
  const c = from.enter(S.mprotect_fixup);
  const first = cutOut(as, c, mm, start, end);
  let vma: VmArea | null = first;
  for (; vma !== null && vma.start < end; vma = vma.next) vma.prot = prot;
  mergeAlike(as, c, mm, first, end);
}

/** Joins neighbours of one protection from the one before `first` up to the one that begins at `end`. */
function mergeAlike(as: AddressSpaces, from: Call, mm: MmStruct, first: VmArea | null, end: Vpn): void {
  const c = from.enter(S.vma_merge);
  let left = first?.previous ?? first;
  while (left !== null && left.next !== null && left.next.start <= end) {
    const right: VmArea = left.next;
    if (left.end === right.start && left.prot === right.prot) join(as, c, mm, left, right);
    else left = right;
  }
}

/** Makes `start` and `end` boundaries; the first VMA behind `start`. */
function cutOut(as: AddressSpaces, c: Call, mm: MmStruct, start: Vpn, end: Vpn): VmArea | null {
  let first = mm.find_vma(c, start);
  if (first !== null && first.start < start) first = split_vma(as, c, mm, first, start);
  const last = mm.find_vma(c, end);
  if (last !== null && last.start < end) split_vma(as, c, mm, last, end);
  return first;
}

export function* sys_munmap(as: AddressSpaces, from: Call, mm: MmStruct, start: Vpn, pages: number): Path {
  const c = from.enter(S.sys_munmap);
  c.spend(as.k.costs.syscall + as.costs.mmapCall);
  const area = yield* as.area.enter(c);
  yield* down_write(c, mm.mmap_sem);
  yield* do_munmap(as, c.enter(S.do_munmap), mm, area, { start, end: start + pages });
  yield* up_write(c, mm.mmap_sem);
  as.area.leave(c);
}

function* do_munmap(
  as: AddressSpaces,
  c: Call,
  mm: MmStruct,
  area: UnmappedArea,
  { start, end }: { readonly start: Vpn; readonly end: Vpn },
): Path {
  let vma = cutOut(as, c, mm, start, end);
  let count = 0;
  while (vma !== null && vma.start < end) {
    const next: VmArea | null = vma.next;
    mm.unlink(c, vma);
    mm.destroy(vma);
    c.spendIn(S.kmem_cache_free, as.k.costs.slabFree);
    area.arch_unmap_area(mm, vma.start);
    if (++count % VMAS_PER_BATCH === 0) yield* sync(c);
    vma = next;
  }
  if (count > 0) c.spendIn(S.unmap_region, as.k.costs.tlbFlush + as.k.costs.zapPte + as.k.costs.freePage);
  as.stat.munmaps++;
}

/** The first touch of a page: a fault that clears it. */
export function* do_page_fault(as: AddressSpaces, from: Call, mm: MmStruct, vpn: Vpn): Path {
  const { k } = as;
  const c = from.enter(S.do_page_fault);
  c.spend(k.costs.pageFault);
  yield* down_read(c, mm.mmap_sem);
  mm.find_vma(c, vpn);
  c.spendIn(S.handle_mm_fault, k.costs.allocPage + k.costs.clearPage + k.costs.setPte);
  as.cache.pass(c.cpu.id, PAGE_BYTES);
  yield* up_read(c, mm.mmap_sem);
}

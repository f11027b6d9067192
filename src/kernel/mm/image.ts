// The image of a program: the mappings that exec sets up for it.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { exit_mmap } from './exit-mmap.ts';
import type { Kernel } from './kernel.ts';
import { touch } from './memory.ts';
import { alloc_kernel_page, kmem_cache_alloc } from './page-alloc.ts';
import { current } from './task-struct.ts';
import { Mm, VM, Vma } from './vma.ts';

const S = symbols('mm_alloc', 'load_elf_binary');

export interface ImageArea {
  readonly what: string;
  /** First page number. */
  readonly start: number;
  readonly pages: number;
  /** File pages (text) are mapped read-only and stay out of the reverse map of anonymous pages. */
  readonly file: boolean;
  /** Anonymous pages from the start of the area that the program dirties before it does anything. */
  readonly dirtied: number;
}

export interface Image {
  readonly name: string;
  readonly areas: readonly ImageArea[];
  /** Page table pages above the lowest level. */
  readonly upperTables: number;
}

/** A new address space with the image's mappings; null when memory ran out. */
export function* load_image(k: Kernel, from: Call, image: Image): Path<Mm | null> {
  const c = from.enter(S.load_elf_binary);
  const mm = yield* mm_alloc(k, c, image.upperTables);
  if (mm === null) return null;
  for (const area of image.areas) {
    if (!(yield* kmem_cache_alloc(k, c, k.slabs.vma))) {
      yield* exit_mmap(k, c, mm);
      return null;
    }
    const flags = VM.read | (area.file ? 0 : VM.write);
    const vma = new Vma(mm, { start: area.start, end: area.start + area.pages }, flags, area.what);
    mm.insert(vma);
    k.slabs.vma.publish();
    if (area.what === 'heap') {
      mm.startBrk = vma.start;
      mm.brk = vma.end;
    }
  }
  return mm;
}

/** An empty address space with its upper page tables; null when memory ran out. */
export function* mm_alloc(k: Kernel, from: Call, upperTables: number): Path<Mm | null> {
  const c = from.enter(S.mm_alloc);
  if (!(yield* kmem_cache_alloc(k, c, k.slabs.mm))) return null;
  const mm = new Mm(k.newMmId());
  k.mms.set(mm.id, mm);
  k.slabs.mm.publish();
  for (let i = 0; i < upperTables; i++) {
    const pfn = yield* alloc_kernel_page(k, c);
    if (pfn === 0) {
      yield* exit_mmap(k, c, mm);
      return null;
    }
    k.stat.pageTables++;
    mm.upperTables.push(pfn);
  }
  // Without room for more.
  mm.upperTables = mm.upperTables.slice();
  return mm;
}

/** The program starts: dirties the first pages of its areas. */
export function* start_image(k: Kernel, c: Call, image: Image): Path<boolean> {
  const { mm } = current(c);
  for (const area of image.areas) {
    const vma = area.dirtied === 0 ? null : (mm?.find(area.start) ?? null);
    if (vma !== null && !(yield* touch(k, c, vma, area.start, area.dirtied, true))) return false;
  }
  return true;
}

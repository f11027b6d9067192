// Changing the mappings of an address space: brk, mmap, munmap with split and merge (Linux 2.6.33 mm/mmap.c).
// All need mmap_sem for writing.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import { type Path, ready } from '../../machine/path.ts';
import type { Kernel } from './kernel.ts';
import { kmem_cache_alloc, kmem_cache_free } from './page-alloc.ts';
import type { Vpn } from './pte.ts';
import { free_pgtables, free_pte_range, unmap_vmas } from './unmap.ts';
import { type Mm, VM, Vma } from './vma.ts';
import { vma_merge } from './vma-merge.ts';
import { pagesChanged } from './walk-index.ts';

const S = symbols(
  'sys_brk',
  'do_brk',
  'sys_munmap',
  'do_munmap',
  '__split_vma',
  'unmap_region',
  'sys_mmap',
  'do_mmap_pgoff',
);

export type Errno = 0 | 'ENOMEM' | 'EFAULT';

/** Protection of private anonymous memory unless mprotect changes it. */
const READ_WRITE = VM.read | VM.write;

/** Moves the end of the heap to `brk`. */
export function sys_brk(k: Kernel, from: Call, mm: Mm, brk: Vpn): Path<Errno> {
  const c = from.enter(S.sys_brk);
  c.spend(k.costs.syscall + k.costs.findVma);
  if (brk === mm.brk) return ready(0);
  return moveBreak(k, c, mm, brk);
}

function* moveBreak(k: Kernel, c: Call, mm: Mm, brk: Vpn): Path<Errno> {
  const failed = yield* brk < mm.brk ? do_munmap(k, c, mm, brk, mm.brk) : do_brk(k, c, mm, brk);
  if (failed === 0) mm.brk = brk;
  return failed;
}

/** Grows the heap: the VMA that ends at the old break just becomes longer, if there is one. */
const do_brk = (k: Kernel, from: Call, mm: Mm, brk: Vpn): Path<Errno> =>
  mapAnonymous(k, from.enter(S.do_brk), mm, mm.brk, brk, 'heap');

/** mmap of private anonymous memory at a given place. */
export function sys_mmap(k: Kernel, from: Call, mm: Mm, start: Vpn, pages: number, what: string): Path<Errno> {
  const c = from.enter(S.sys_mmap).enter(S.do_mmap_pgoff);
  c.spend(k.costs.syscall + k.costs.findVma);
  return mapAnonymous(k, c, mm, start, start + pages, what);
}

function* mapAnonymous(k: Kernel, c: Call, mm: Mm, start: Vpn, end: Vpn, what: string): Path<Errno> {
  const mapping = { start, end, pgoff: start, flags: READ_WRITE, what, anon_vma: null };
  if ((yield* vma_merge(k, c, mm, mapping)) !== null) return 0;
  if (!(yield* kmem_cache_alloc(k, c, k.slabs.vma))) return 'ENOMEM';
  mm.insert(new Vma(mm, { start, end }, READ_WRITE, what));
  k.slabs.vma.publish();
  return 0;
}

export function sys_munmap(k: Kernel, from: Call, mm: Mm, start: Vpn, pages: number): Path<Errno> {
  const c = from.enter(S.sys_munmap);
  c.spend(k.costs.syscall);
  return do_munmap(k, c, mm, start, start + pages);
}

/** Unmaps [start, end). On -ENOMEM everything is mapped as before, perhaps in more pieces. */
export function* do_munmap(k: Kernel, from: Call, mm: Mm, start: Vpn, end: Vpn): Path<Errno> {
  const c = from.enter(S.do_munmap);
  c.spend(k.costs.findVma);
  const failed = (yield* cut(k, c, mm, start)) || (yield* cut(k, c, mm, end));
  if (failed !== 0) return failed;
  const gone = mm.vmasWithin(start, end);
  for (const vma of gone) mm.remove(vma);
  k.slabs.vma.withdraw(gone.length);
  const region = c.enter(S.unmap_region);
  yield* unmap_vmas(k, region, mm, gone, start, end);
  region.spend(k.costs.tlbFlush);
  yield* free_pgtables(k, region, gone);
  yield* free_pte_range(k, region, mm);
  for (const vma of gone) {
    vma.generation++;
    yield* kmem_cache_free(k, c, k.slabs.vma);
  }
  return 0;
}

/** Makes `at` a boundary between VMAs. */
export function cut(k: Kernel, c: Call, mm: Mm, at: Vpn): Path<Errno> {
  const vma = mm.find(at);
  return vma === null || vma.start === at ? ready(0) : split_vma(k, c, vma, at);
}

/** Cuts a VMA in two at `at`; the new one is the upper part. -ENOMEM leaves it whole. */
function* split_vma(k: Kernel, from: Call, vma: Vma, at: Vpn): Path<Errno> {
  const c = from.enter(S.__split_vma);
  if (!(yield* kmem_cache_alloc(k, c, k.slabs.vma))) return 'ENOMEM';
  c.spend(k.costs.copyVma);
  const upper = vma.copyTo(vma.mm);
  upper.start = at;
  upper.pgoff = vma.pgoff + at - vma.start;
  // Until the boundary moves, walkers find its pages through the lower part only, so each of them once.
  upper.flags |= VM.lock_rmap;
  const rmap = yield* k.rmap.enter(c);
  const linked = yield* rmap.anon_vma_clone(c, upper, vma);
  if (linked) {
    yield* rmap.adjust_boundary(c, vma, true, () => {
      vma.end = at;
      upper.flags &= ~VM.lock_rmap;
      vma.mm.insert(upper);
      for (const part of [vma, upper]) {
        pagesChanged(part, at, upper.end);
        k.races?.changed(c, part);
      }
      k.slabs.vma.publish();
    });
  }
  k.rmap.leave(c);
  if (linked) return 0;
  yield* kmem_cache_free(k, c, k.slabs.vma);
  return 'ENOMEM';
}

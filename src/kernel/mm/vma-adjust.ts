// vma_adjust (Linux 2.6.33/34 mm/mmap.c): the boundary between two neighbouring VMAs moves, all the way if one of them goes
// away. Needs mmap_sem for writing.
//
// * A boundary moves under the lock of the VMA's anon_vma, unless only vm_end does (see adjust_boundary).
// * A VMA without anon_vma that takes over pages is linked first. That may fail: then nothing has changed.
// * VM_LOCK_RMAP closes a VMA to walkers while its links and its boundaries do not agree (5beb493052): the one that
//   grows until the boundary has moved, the one that goes away until it is unlinked.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import { type Path, SUCCEEDED } from '../../machine/path.ts';
import type { Kernel } from './kernel.ts';
import { kmem_cache_free } from './page-alloc.ts';
import type { Vpn } from './pte.ts';
import type { ReverseMap } from './reverse-map.ts';
import { VM, type Vma } from './vma.ts';
import { vmaChanged } from './walk-index.ts';

const S = symbols('vma_adjust');

/** Two neighbours that may become one as far as flags, file and offsets are concerned. */
export const isContinued = (left: Vma, right: Vma): boolean =>
  left.end === right.start && left.pgoff + left.pages === right.pgoff && left.what === right.what;

/** `left` grows over `right`, which goes away; false = -ENOMEM, and nothing has changed. */
export function* join(k: Kernel, from: Call, rmap: ReverseMap, left: Vma, right: Vma): Path<boolean> {
  const c = from.enter(S.vma_adjust);
  if (!(yield* importAnonVma(c, rmap, left, right))) return false;
  yield* rmap.adjust_boundary(from, left, true, () => {
    left.end = right.end;
    left.flags &= ~VM.lock_rmap;
    right.flags |= VM.lock_rmap;
    left.mm.remove(right);
    vmasChanged(k, c, left, right);
    k.slabs.vma.withdraw();
  });
  if (right.links !== null) yield* rmap.unlink_anon_vmas(from.enter(S.vma_adjust), right);
  right.generation++;
  yield* kmem_cache_free(k, from, k.slabs.vma);
  return true;
}

/** The boundary between two neighbours moves to `at`, inside one of them; false = -ENOMEM, and nothing has changed. */
export function* shift_boundary(
  k: Kernel,
  from: Call,
  rmap: ReverseMap,
  left: Vma,
  right: Vma,
  at: Vpn,
): Path<boolean> {
  const c = from.enter(S.vma_adjust);
  const [importer, exporter] = at > left.end ? [left, right] : [right, left];
  if (!(yield* importAnonVma(c, rmap, importer, exporter))) return false;
  yield* rmap.adjust_boundary(from, left.anon_vma === null ? right : left, true, () => {
    right.pgoff += at - right.start;
    right.start = at;
    left.end = at;
    importer.flags &= ~VM.lock_rmap;
    vmasChanged(k, c, left, right);
  });
  return true;
}

function vmasChanged(k: Kernel, c: Call, left: Vma, right: Vma): void {
  for (const vma of [left, right]) {
    vmaChanged(vma);
    k.races?.changed(c, vma);
  }
}

function importAnonVma(c: Call, rmap: ReverseMap, importer: Vma, exporter: Vma): Path<boolean> {
  return importer.anon_vma === null && exporter.anon_vma !== null ? linkClosed(c, rmap, importer, exporter) : SUCCEEDED;
}

function* linkClosed(c: Call, rmap: ReverseMap, importer: Vma, exporter: Vma): Path<boolean> {
  importer.flags |= VM.lock_rmap;
  if (yield* rmap.anon_vma_clone(c, importer, exporter)) return true;
  importer.flags &= ~VM.lock_rmap;
  return false;
}

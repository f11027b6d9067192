// mprotect (Linux 2.6.33 mm/mprotect.c): changes the protection of a range, which cuts a VMA in pieces or shifts the
// boundary to a neighbour that is protected alike. Needs mmap_sem for writing.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import type { Kernel } from './kernel.ts';
import { cut, type Errno } from './mmap.ts';
import { isPresent, PTE, type Vpn } from './pte.ts';
import type { ReverseMap } from './reverse-map.ts';
import { flush_tlb_range } from './tlb.ts';
import { type Mm, VM, type Vma } from './vma.ts';
import { isContinued, join, shift_boundary } from './vma-adjust.ts';

const S = symbols('sys_mprotect', 'mprotect_fixup', 'vma_merge', 'change_protection');

/** Gives `pages` pages from `start` on the protection `flags` (VM.read, VM.write). -ENOMEM may come when a part is done. */
export function sys_mprotect(k: Kernel, from: Call, mm: Mm, start: Vpn, pages: number, flags: number): Path<Errno> {
  const c = from.enter(S.sys_mprotect);
  c.spend(k.costs.syscall + k.costs.findVma);
  return protect(k, c, mm, start, start + pages, flags);
}

function* protect(k: Kernel, c: Call, mm: Mm, start: Vpn, end: Vpn, flags: number): Path<Errno> {
  for (let from = start; from < end; ) {
    const vma = mm.find(from);
    if (vma === null) return 'ENOMEM';
    const to = Math.min(vma.end, end);
    const failed = yield* mprotect_fixup(k, c, {
      vma,
      start: from,
      end: to,
      flags: (vma.flags & ~(VM.read | VM.write)) | flags,
    });
    if (failed !== 0) return failed;
    from = to;
  }
  return 0;
}

/** A part of a VMA and the protection that it is to get. */
interface Part {
  readonly vma: Vma;
  readonly start: Vpn;
  readonly end: Vpn;
  readonly flags: number;
}

/** -ENOMEM leaves its protection as it was. */
function* mprotect_fixup(k: Kernel, from: Call, part: Part): Path<Errno> {
  const { vma, start, end, flags } = part;
  if (vma.flags === flags) return 0;
  const c = from.enter(S.mprotect_fixup);
  const { mm } = vma;
  const rmap = yield* k.rmap.enter(c);
  const merged = yield* merge(k, c, rmap, part);
  k.rmap.leave(c);
  if (!merged) {
    const failed = (yield* cut(k, c, mm, start)) || (yield* cut(k, c, mm, end));
    if (failed !== 0) return failed;
    const own = mm.find(start);
    if (own !== null) own.flags = flags;
  }
  yield* change_protection(k, c, mm, start, end);
  return 0;
}

/** The cases of vma_merge's comment for a range that is mapped already; false when none of them is this one. */
function* merge(k: Kernel, from: Call, rmap: ReverseMap, part: Part): Path<boolean> {
  const c = from.enter(S.vma_merge);
  const { vma, start, end, flags } = part;
  const takes = (left: Vma, right: Vma, near: Vma): boolean =>
    near.flags === flags && isContinued(left, right) && rmap.canMerge(left, right);
  const before = start === vma.start ? vma.mm.before(start) : null;
  const after = end === vma.end ? vma.next : null;
  const right = after !== null && takes(vma, after, after) ? after : null;
  if (before !== null && takes(before, vma, before)) return yield* giveToLeft(k, c, rmap, part, before, right);
  return right !== null && (yield* giveToRight(k, c, rmap, part, right));
}

function* giveToLeft(
  k: Kernel,
  c: Call,
  rmap: ReverseMap,
  { vma, end }: Part,
  left: Vma,
  right: Vma | null,
): Path<boolean> {
  // 5
  if (end < vma.end) return yield* shift_boundary(k, c, rmap, left, vma, end);
  // 7 and, when that leaves neighbours that are alike, 6
  if (!(yield* join(k, c, rmap, left, vma))) return false;
  if (right !== null && rmap.canMerge(left, right)) yield* join(k, c, rmap, left, right);
  return true;
}

function* giveToRight(k: Kernel, c: Call, rmap: ReverseMap, { vma, start, flags }: Part, right: Vma): Path<boolean> {
  // 4
  if (start > vma.start) return yield* shift_boundary(k, c, rmap, vma, right, start);
  // 8
  if (!(yield* join(k, c, rmap, vma, right))) return false;
  vma.flags = flags;
  return true;
}

/** Private memory loses the right to write either way: the next write tells do_wp_page whether it needs a copy. */
function* change_protection(k: Kernel, from: Call, mm: Mm, start: Vpn, end: Vpn): Path {
  const c = from.enter(S.change_protection);
  let changed = 0;
  for (const table of mm.tables) {
    for (let vpn = table.nextUsed(start, end); vpn < end; vpn = table.nextUsed(vpn + 1, end)) {
      const pte = table.get(vpn);
      changed++;
      if (isPresent(pte)) table.set(vpn, pte & ~PTE.write);
    }
  }
  c.spend(changed * k.costs.setPte);
  yield* flush_tlb_range(k, c, mm, 'mprotect');
}

// sys_move_pages (Linux 3.7 mm/migrate.c): a program moves pages of an address space to a node of its choice.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { down_read, up_read } from '../locking/rwsem.ts';
import { type Isolated, isolate_lru_page } from '../mm/isolate-lru-page.ts';
import type { Kernel } from '../mm/kernel.ts';
import { isPresent, ptePfn, type Vpn } from '../mm/pte.ts';
import type { Mm } from '../mm/vma.ts';
import { migrate_pages } from './migrate-pages.ts';

const S = symbols('sys_move_pages', 'do_move_pages', 'do_move_page_to_node_array');

/** Page descriptions that fit into one page, with an end mark (struct page_to_node: 24 bytes). */
const CHUNK = Math.floor(4096 / 24) - 1;

/** Moves the pages at `vpns` that are not on the node yet, also those that others map too. Returns how many. */
export function* sys_move_pages(k: Kernel, from: Call, mm: Mm, vpns: readonly Vpn[], node: number): Path<number> {
  const c = from.enter(S.sys_move_pages).enter(S.do_move_pages);
  c.spend(k.costs.syscall);
  let moved = 0;
  for (let at = 0; at < vpns.length; at += CHUNK)
    moved += yield* do_move_page_to_node_array(k, c, mm, vpns.slice(at, at + CHUNK), node);
  return moved;
}

function* do_move_page_to_node_array(k: Kernel, from: Call, mm: Mm, vpns: readonly Vpn[], node: number): Path<number> {
  const c = from.enter(S.do_move_page_to_node_array);
  const { mmap_sem } = mm;
  if (mmap_sem !== null) yield* down_read(c, mmap_sem);
  const pages: Isolated[] = [];
  for (const vpn of vpns) {
    c.spend(k.costs.findVma + k.costs.pageCheckAddress);
    const pte = mm.pte(vpn);
    if (!isPresent(pte) || k.frames.nodeOf(ptePfn(pte)) === node) continue;
    const page = yield* isolate_lru_page(k, c, ptePfn(pte));
    if (page !== null) pages.push(page);
  }
  const moved = pages.length === 0 ? 0 : yield* migrate_pages(k, c, pages, { node, mode: 'sync' });
  if (mmap_sem !== null) yield* up_read(c, mmap_sem);
  return moved;
}

// Keeping mapcount and mapping of an anonymous page: the part of the reverse map that every variant shares
// (page_add_anon_rmap and page_remove_rmap of mm/rmap.c). The pte lock of the entry is held.

import { Panic } from '../../engine/panic.ts';
import type { AnonVma } from './anon-vma.ts';
import type { Kernel } from './kernel.ts';
import { type Pfn, PG } from './page.ts';
import type { Vpn } from './pte.ts';
import type { Mm, Vma } from './vma.ts';

/** First entry for an anonymous page: that of `vma` at `vpn`. Its mapping becomes `anon_vma`. */
export function page_add_new_anon_rmap(k: Kernel, pfn: Pfn, anon_vma: AnonVma, vma: Vma, vpn: Vpn): void {
  const { frames } = k;
  frames.mapping[pfn] = anon_vma.id;
  frames.index[pfn] = vma.pgoff + vpn - vma.start;
  noteMapper(k, pfn, anon_vma, vma);
  frames.set(pfn, PG.anon);
  frames.setMapcount(pfn, 1);
  k.stat.anonPages++;
  k.anonVmas.count(anon_vma, 1);
}

/** An entry for a page that belongs to `anon_vma` already: its first or one more (remove_migration_pte). */
export function page_add_anon_rmap(k: Kernel, pfn: Pfn, anon_vma: AnonVma, vma: Vma): void {
  const { frames } = k;
  const mappers = frames.mapcount(pfn);
  frames.setMapcount(pfn, mappers + 1);
  if (mappers > 0) return;
  noteMapper(k, pfn, anon_vma, vma);
  k.stat.anonPages++;
  k.anonVmas.count(anon_vma, 1);
}

/** Lists of at least this part of a long one may become long while their pages are there. */
const MAY_BECOME_LONG = 1 / 8;

/** A walk begins where the page is likely to be found. */
export function noteMapper({ frames, longList }: Kernel, pfn: Pfn, anon_vma: AnonVma, { mm }: Vma): void {
  if (anon_vma.length < longList * MAY_BECOME_LONG) return;
  frames.mapper[pfn] = mm.id;
  mm.isNoted = true;
}

/** `mm` maps the page no longer, others do. */
export function noteLeft({ frames }: Kernel, pfn: Pfn, mm: Mm): void {
  if (!mm.isNoted || frames.mapper[pfn] !== mm.id) return;
  const [copy] = mm.copies;
  const heir = copy ?? mm.original;
  frames.mapper[pfn] = heir?.id ?? 0;
  if (heir !== null) heir.isNoted = true;
}

/** One more entry maps the page (fork). */
export function page_dup_rmap(k: Kernel, pfn: Pfn): void {
  k.frames.setMapcount(pfn, k.frames.mapcount(pfn) + 1);
}

/** One entry less; true when it was the last. */
export function page_remove_rmap(k: Kernel, pfn: Pfn): boolean {
  const { frames } = k;
  const left = frames.mapcount(pfn) - 1;
  if (left < 0) throw new Panic('page unmapped more often than mapped', { pfn });
  frames.setMapcount(pfn, left);
  if (left > 0) return false;
  k.stat.anonPages--;
  k.anonVmas.count(mappingOf(k, pfn), -1);
  return true;
}

/** page_move_anon_rmap: the page has one mapper only and moves to that mapper's own anon_vma. */
export function page_move_anon_rmap(k: Kernel, pfn: Pfn, anon_vma: AnonVma): void {
  const old = mappingOf(k, pfn);
  if (old === anon_vma) return;
  k.anonVmas.count(old, -1);
  k.anonVmas.count(anon_vma, 1);
  k.frames.mapping[pfn] = anon_vma.id;
}

function mappingOf(k: Kernel, pfn: Pfn): AnonVma {
  const id = k.frames.mapping[pfn] as number;
  const anon_vma = k.anonVmas.get(id);
  if (anon_vma === null) throw new Panic('page refers to a freed anon_vma', { pfn, anon_vma: id });
  return anon_vma;
}

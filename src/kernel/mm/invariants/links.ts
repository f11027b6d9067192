// Every link is on exactly two lists, its VMA's and its anon_vma's; a VMA's links go from the newest anon_vma to the
// root of the family; anon_vmas form a tree, and who is on a list is on that of its parent; the counters of pages, users
// and children are right.

import type { AnonVma, RmapLink } from '../anon-vma.ts';
import type { Kernel } from '../kernel.ts';
import { PG } from '../page.ts';
import { VM, type Vma } from '../vma.ts';
import { equal, holds } from './equal.ts';

export function checkLinks(k: Kernel): void {
  const listed = new Set<RmapLink>();
  let empty = 0;
  let live = 0;
  for (const anon_vma of k.anonVmas.all()) {
    checkList(k, anon_vma, listed);
    live++;
    if (anon_vma.length === 0) empty++;
  }
  equal(k.anonVmas.live, live, 'live anon_vmas are counted');
  holds(empty <= k.rmap.inFlight, 'an empty anon_vma is being made or destroyed', { empty, inFlight: k.rmap.inFlight });
  checkVmas(k, listed);
  checkTree(k, listed);
  checkPageCounts(k);
}

function checkList(k: Kernel, anon_vma: AnonVma, listed: Set<RmapLink>): void {
  const where = { anon_vma: anon_vma.id };
  holds(
    anon_vma.generation === 0 && k.anonVmas.get(anon_vma.id) === anon_vma,
    'anon_vma is the one with its number',
    where,
  );
  let length = 0;
  for (let place = 0; place < anon_vma.end; place++) {
    const vma = anon_vma.at(place);
    if (vma === null) continue;
    const link = anon_vma.linkOf(vma);
    equal(link.place, place, 'link knows its place on the list of its anon_vma', where);
    listed.add(link);
    length++;
  }
  equal(length, anon_vma.length, 'anon_vma list is as long as its count', where);
  for (const index of anon_vma.walkIndex?.wrongRows() ?? [])
    holds(false, 'what walks count without going through the list is true', { ...where, index });
}

function checkVmas(k: Kernel, listed: ReadonlySet<RmapLink>): void {
  const linked = new Set<Vma>();
  for (const { vma } of listed) linked.add(vma);
  let links = 0;
  for (const mm of k.mms.values())
    for (const vma of mm.vmas()) {
      linked.delete(vma);
      if ((vma.flags & VM.lock_rmap) !== 0) checkClosed(k, vma);
      links += checkChain(k, vma, listed);
      checkRoot(vma);
    }
  // What is left is known to one path only: a fork, a split or an unmap that is under way.
  holds(linked.size <= k.slabs.vma.held, 'VMA outside its address space is being linked or unlinked', {
    vmas: linked.size,
    held: k.slabs.vma.held,
  });
  for (const vma of linked) links += checkChain(k, vma, listed);
  equal(listed.size, links, 'every link is on the list of its VMA');
}

/** A VMA that takes over another is closed to walkers while it is being linked; it has no pages of its own. */
function checkClosed(k: Kernel, { mm, start, end }: Vma): void {
  holds(k.rmap.inFlight > 0, 'a VMA that is closed to walkers is being linked', { mm: mm.id, start });
  for (let vpn = start; vpn < end; vpn++)
    equal(mm.pte(vpn), 0, 'a VMA that is closed to walkers is empty', { mm: mm.id, vpn });
}

/** Returns the number of links. */
function checkChain(k: Kernel, vma: Vma, listed: ReadonlySet<RmapLink>): number {
  const where = { mm: vma.mm.id, start: vma.start };
  checkOwn(k, vma, where);
  let length = 0;
  for (let link = vma.links; link !== null; link = link.older) {
    length++;
    holds(link.vma === vma && listed.has(link), 'link of a VMA is on the list of its anon_vma', where);
    checkOrder(link, where);
  }
  holds(k.rmap.variant.allocatesLinks || length <= 1, 'a link that is part of the VMA is its only one', where);
  return length;
}

/** New pages go to an anon_vma of the VMA's chain: they are found by whoever is on the chains copied from it. */
function checkOwn(k: Kernel, vma: Vma, where: { mm: number; start: number }): void {
  const { anon_vma, links } = vma;
  if (anon_vma !== null) {
    holds(anon_vma.has(vma), 'new pages go to an anon_vma of the chain', where);
    const isNewest = anon_vma === links?.anon_vma;
    holds(isNewest || k.anonVmas.reused > 0, 'new pages go to the newest anon_vma, or to one that was reused', where);
  } else holds(links === null || k.rmap.inFlight > 0, 'a VMA without anon_vma is not linked, or under way', where);
}

/** A VMA without anon_vma is being linked or unlinked: it may have a link and not yet, or no more, one to the parent. */
function checkTree(k: Kernel, listed: ReadonlySet<RmapLink>): void {
  const users = new Map<AnonVma, Set<Vma>>();
  for (const { vma } of listed) {
    if (vma.anon_vma === null) continue;
    users.set(vma.anon_vma, (users.get(vma.anon_vma) ?? new Set<Vma>()).add(vma));
    for (let link = vma.links; link !== null; link = link.older) {
      const { id, parent } = link.anon_vma;
      holds(parent === null || parent.has(vma), 'who is on a list is on that of its parent', { anon_vma: id });
    }
  }
  const children = new Map<AnonVma, number>();
  for (const { parent } of k.anonVmas.all()) {
    if (parent !== null) children.set(parent, (children.get(parent) ?? 0) + 1);
  }
  for (const one of k.anonVmas.all()) {
    equal(one.users, users.get(one)?.size ?? 0, 'users of an anon_vma are counted', { anon_vma: one.id });
    equal(one.children, children.get(one) ?? 0, 'children of an anon_vma are counted', { anon_vma: one.id });
  }
}

/** A clone under way starts with the newest link, so only a finished chain has to end at the root. */
function checkRoot({ links, mm, start }: Vma): void {
  let oldest = links;
  while (oldest !== null && oldest.older !== null) oldest = oldest.older;
  if (oldest === null) return;
  const { id, root } = oldest.anon_vma;
  equal(id, root.id, 'the oldest link leads to the root of the family', { mm: mm.id, start });
}

/** Newest first, all of one family. */
function checkOrder({ anon_vma, older }: RmapLink, where: { mm: number; start: number }): void {
  if (older === null) return;
  holds(anon_vma.serial > older.anon_vma.serial, 'a chain goes from the newest anon_vma to the root', where);
  equal(anon_vma.root.id, older.anon_vma.root.id, 'a chain is of one family', where);
}

function checkPageCounts(k: Kernel): void {
  const { frames, anonVmas } = k;
  const pages = new Map<number, number>();
  let sum = 0;
  for (let pfn = 1; pfn <= frames.count; pfn++) {
    if (!frames.has(pfn, PG.anon) || frames.mapcount(pfn) === 0) continue;
    const id = frames.mapping[pfn] as number;
    pages.set(id, (pages.get(id) ?? 0) + 1);
    sum++;
  }
  let shared = 0;
  for (const anon_vma of anonVmas.all()) {
    const found = pages.get(anon_vma.id) ?? 0;
    equal(anon_vma.pages, found, 'pages of an anon_vma are counted', { anon_vma: anon_vma.id });
    if (anon_vma.isShared) shared += found;
  }
  equal(anonVmas.pages, sum, 'pages of all anon_vmas are counted');
  equal(anonVmas.sharedPages, shared, 'pages of shared anon_vmas are counted');
}

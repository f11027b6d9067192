// Handing every live object over when the rmap variant is exchanged in mid-run. The gate is closed: nobody walks or links.
//
// Between `shared` and `chain`, whichever of either kind; within a kind the structures are the same.
// shared -> chain: each VMA gets an anon_vma of its own for its future pages, and its link to the family's list becomes
//   the oldest of its chain. Existing pages keep their mapping: they stay behind the long list until they are freed,
//   copied or written by their only owner.
// chain -> shared: each VMA keeps only its link to the root of the family, and every page moves there.

import { childOf, RmapLink, setAnonVma } from '../mm/anon-vma.ts';
import type { Kernel } from '../mm/kernel.ts';
import { PG } from '../mm/page.ts';
import type { Vma } from '../mm/vma.ts';

/** All VMAs on any list, also those that munmap has taken out of their address space and not unlinked yet. */
function linkedVmas(k: Kernel): readonly Vma[] {
  const found: Vma[] = [];
  for (const anon_vma of k.anonVmas.all())
    for (const vma of anon_vma.vmas()) if (vma.anon_vma === anon_vma) found.push(vma);
  return found;
}

/** Returns the number of VMAs. */
export function sharedToChain(k: Kernel): number {
  const { slabs, anonVmas } = k;
  const vmas = linkedVmas(k);
  for (const vma of vmas) {
    const inherited = vma.links as RmapLink;
    const own = anonVmas.create(vma.what, childOf(inherited.anon_vma));
    const link = new RmapLink(vma, own);
    link.older = inherited;
    vma.links = link;
    own.add(link);
    setAnonVma(vma, own);
    slabs.anon_vma.objects++;
    slabs.anon_vma_chain.objects += 2;
  }
  return vmas.length;
}

export function chainToShared(k: Kernel): { readonly vmas: number; readonly pages: number } {
  const pages = movePagesToRoots(k);
  const vmas = linkedVmas(k);
  for (const vma of vmas) {
    setAnonVma(vma, oldestLink(vma).anon_vma);
    let link = vma.links as RmapLink;
    for (; link.older !== null; link = link.older) drop(k, link);
    // The root's link is part of the VMA from now on.
    k.slabs.anon_vma_chain.objects--;
    vma.links = link;
    k.anonVmas.markShared(link.anon_vma);
  }
  return { vmas: vmas.length, pages };
}

/** The root's; the VMA has links. */
function oldestLink(vma: Vma): RmapLink {
  let link = vma.links as RmapLink;
  while (link.older !== null) link = link.older;
  return link;
}

/** Takes a link that is not the root's off its list; the last one takes the anon_vma with it. */
function drop(k: Kernel, link: RmapLink): void {
  const { anon_vma } = link;
  anon_vma.remove(link);
  k.slabs.anon_vma_chain.objects--;
  if (anon_vma.length > 0) return;
  k.anonVmas.destroy(anon_vma);
  k.slabs.anon_vma.objects--;
}

function movePagesToRoots(k: Kernel): number {
  const { frames, anonVmas } = k;
  const roots = rootsByFamily(k);
  let moved = 0;
  for (let pfn = 1; pfn <= frames.count; pfn++) {
    if (!frames.has(pfn, PG.anon) || frames.mapcount(pfn) === 0) continue;
    const from = anonVmas.get(frames.mapping[pfn] as number);
    const to = from === null ? undefined : roots.get(from.id);
    if (from === null || to === undefined || to === from) continue;
    anonVmas.count(from, -1);
    anonVmas.count(to, 1);
    frames.mapping[pfn] = to.id;
    moved++;
  }
  return moved;
}

/** The root anon_vma that takes over the pages of each anon_vma: the oldest on the chain of any VMA linked to it. */
function rootsByFamily(k: Kernel): Map<number, RmapLink['anon_vma']> {
  const roots = new Map<number, RmapLink['anon_vma']>();
  for (const vma of linkedVmas(k)) {
    const oldest = oldestLink(vma);
    for (let link: RmapLink | null = vma.links; link !== null; link = link.older)
      roots.set(link.anon_vma.id, oldest.anon_vma);
  }
  return roots;
}

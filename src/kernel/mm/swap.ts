// Swapping anonymous pages out and in (Linux 2.6.33 mm/swap_state.c, page_io.c).
//
// The swap area lies on the disks page by page in slot order, so pages evicted together are read together: a miss
// reads the aligned cluster of eight slots around it.

import { ROOT } from '../../engine/call-tree.ts';
import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Cpu } from '../../machine/cpu.ts';
import { PlainRequest } from '../../machine/disk.ts';
import { submitAndThen, submitWhenFree } from '../../machine/disk-wait.ts';
import type { Path } from '../../machine/path.ts';
import type { Kernel } from './kernel.ts';
import { lru_cache_add } from './lru-cache.ts';
import { LRU, type Pfn, PG } from './page.ts';
import { alloc_page, free_pages } from './page-alloc.ts';

const S = symbols(
  'swapin_readahead',
  'read_swap_cache_async',
  'swap_readpage',
  'swap_writepage',
  'add_to_swap',
  'do_IRQ',
  'blk_done_softirq',
);

/** 2^page_cluster. */
const READAHEAD = 8;

/** The completion of a request interrupts the CPU that sent it. */
export function ioInterrupt(k: Kernel, cpu: Cpu): void {
  const node = k.engine.tree.child(k.engine.tree.child(ROOT, S.do_IRQ), S.blk_done_softirq);
  cpu.interrupt(node, k.costs.completeIo, () => undefined);
}

/** Gives the page a slot and puts it into the swap cache; false when swap is full. The page is locked. */
export function add_to_swap(k: Kernel, from: Call, pfn: Pfn): boolean {
  const c = from.enter(S.add_to_swap);
  c.spend(k.costs.swapSlot + k.costs.swapCache);
  const slot = k.swap.allocate(pfn);
  if (slot === 0) return false;
  k.frames.slot[pfn] = slot;
  k.frames.set(pfn, PG.swapcache | PG.dirty);
  k.stat.swapCachePages++;
  return true;
}

/** The page leaves the swap cache; its slot stays while entries refer to it. */
export function delete_from_swap_cache(k: Kernel, pfn: Pfn): void {
  const slot = k.frames.slot[pfn] as number;
  k.frames.slot[pfn] = 0;
  k.frames.clear(pfn, PG.swapcache);
  k.swap.dropCache(slot);
  k.stat.swapCachePages--;
}

/** Starts to write the page to its slot, once the disk has room; then it is through with `result`. */
export function swap_writepage<T>(k: Kernel, from: Call, pfn: Pfn, result: Path<T>): Path<T> {
  const c = from.enter(S.swap_writepage);
  c.spend(k.costs.submitIo);
  k.frames.clear(pfn, PG.dirty);
  k.frames.set(pfn, PG.writeback);
  k.stat.writebackPages++;
  k.stat.pswpout++;
  const write = k.swapWrites.take(c.cpu, pfn, k.frames.slot[pfn] as number);
  return submitAndThen(k.disk, write, result);
}

/** Reads the cluster around `slot` that is not cached yet; returns the page of `slot`, perhaps still locked for reading. */
export function* swapin_readahead(k: Kernel, from: Call, slot: number): Path<Pfn> {
  const c = from.enter(S.swapin_readahead);
  const first = slot - (slot % READAHEAD);
  let run: Pfn[] = [];
  for (let at = first; at < first + READAHEAD; at++) {
    const page = k.swap.refs(at) !== 0 && k.swap.cached(at) === 0 ? yield* read_swap_cache_async(k, c, at) : 0;
    if (page !== 0) run.push(page);
    if (page === 0 || at === first + READAHEAD - 1) {
      yield* swap_readpages(k, c, run);
      run = [];
    }
  }
  return k.swap.cached(slot);
}

/** A locked page in the swap cache for `slot`, to be read; 0 when somebody else was faster or memory ran out. */
function* read_swap_cache_async(k: Kernel, from: Call, slot: number): Path<Pfn> {
  const c = from.enter(S.read_swap_cache_async);
  const pfn = yield* alloc_page(k, c);
  if (pfn === 0) return 0;
  if (k.swap.refs(slot) === 0 || k.swap.cached(slot) !== 0) {
    yield* free_pages(k, c, [pfn]);
    return 0;
  }
  c.spend(k.costs.swapCache);
  k.swap.addCache(slot, pfn);
  k.frames.slot[pfn] = slot;
  k.frames.set(pfn, PG.swapcache | PG.anon | PG.locked);
  k.stat.swapCachePages++;
  yield* lru_cache_add(k, c, pfn, LRU.inactiveAnon);
  return pfn;
}

/** Reads pages of neighbouring slots in one request and unlocks them when they are there. */
function* swap_readpages(k: Kernel, from: Call, pages: readonly Pfn[]): Path {
  const [first] = pages;
  if (first === undefined) return;
  const c = from.enter(S.swap_readpage);
  c.spend(k.costs.submitIo);
  const cpu = c.cpu;
  k.stat.pswpin += pages.length;
  const read = new PlainRequest(k.frames.slot[first] as number, pages.length, false, () => {
    ioInterrupt(k, cpu);
    for (const pfn of pages) k.pageLocks.unlock(pfn);
  });
  yield* submitWhenFree(k.disk, read);
}

// Page allocation (Linux 2.6.33 mm/page_alloc.c): the CPU's own stock, then the zone; kswapd is woken below the low
// watermark, and below the minimum the allocating task reclaims memory itself.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import { FAILED, type Path, READY, ready, SUCCEEDED } from '../../machine/path.ts';
import { ioSleepFor } from '../../machine/wait.ts';
import { spin_lock, spin_unlock } from '../locking/spinlock.ts';
import type { Kernel } from './kernel.ts';
import { out_of_memory } from './oom-kill.ts';
import { type Pfn, PG } from './page.ts';
import type { Slab } from './slab.ts';
import { current } from './task-struct.ts';
import { try_to_free_pages, wakeup_kswapd } from './vmscan.ts';

const S = symbols(
  '__alloc_pages_nodemask',
  'get_page_from_freelist',
  'rmqueue_bulk',
  'free_hot_cold_page',
  'free_pcppages_bulk',
  'kmem_cache_alloc',
  'kmem_cache_free',
);

/** congestion_wait(BLK_RW_ASYNC, HZ/50): how long an allocation that found nothing waits before it tries again. */
const RETRY_NS = 20_000_000;
const MAX_FRUITLESS = 16;

/** One page. Reclaims and waits when memory is short; returns 0 only to the out-of-memory killer's victim. */
export const alloc_page = (k: Kernel, from: Call): Path<Pfn> => alloc_page_on(k, from, k.zone.homeOf(from.cpu));

/** The same from a node's memory, or from another's when that is full (alloc_pages_exact_node). */
export function alloc_page_on(k: Kernel, from: Call, node: number): Path<Pfn> {
  const c = from.enter(S.__alloc_pages_nodemask);
  return hasQuickPage(k, c, node) ? ready(buffered_rmqueue(k, c, node)) : __alloc_pages_nodemask(k, c, node);
}

/** Memory is not short and the CPU has a page in stock. */
const hasQuickPage = ({ zone }: Kernel, c: Call, node: number): boolean =>
  zone.freePages > zone.low && zone.hasStock(c.cpu.id, node);

function __alloc_pages_nodemask(k: Kernel, c: Call, node: number): Path<Pfn> {
  return k.zone.freePages > k.zone.low ? restockAndTake(k, c, node) : __alloc_pages_slowpath(k, c, node);
}

function* restockAndTake(k: Kernel, c: Call, node: number): Path<Pfn> {
  const quick = yield* get_page_from_freelist(k, c, k.zone.low, node);
  return quick === 0 ? yield* __alloc_pages_slowpath(k, c, node) : quick;
}

function* __alloc_pages_slowpath(k: Kernel, c: Call, node: number): Path<Pfn> {
  wakeup_kswapd(k);
  for (let fruitless = 0; ; ) {
    const { memalloc, memdie } = current(c);
    const pfn = yield* get_page_from_freelist(k, c, memalloc ? 0 : k.zone.min, node);
    if (pfn !== 0 || memdie) return pfn;
    const progress = memalloc ? 0 : yield* try_to_free_pages(k, c);
    if (progress > 0) fruitless = 0;
    else if (++fruitless >= MAX_FRUITLESS && out_of_memory(k)) fruitless = 0;
    if (progress === 0) yield ioSleepFor(RETRY_NS);
  }
}

function get_page_from_freelist(k: Kernel, from: Call, mark: number, node: number): Path<Pfn> {
  const { zone } = k;
  if (zone.freePages <= mark) return ready(0);
  return zone.hasStock(from.cpu.id, node) ? ready(buffered_rmqueue(k, from, node)) : rmqueue(k, from, node);
}

function* rmqueue(k: Kernel, from: Call, node: number): Path<Pfn> {
  yield* rmqueue_bulk(k, from.enter(S.get_page_from_freelist), node);
  return buffered_rmqueue(k, from, node);
}

/** A page of the CPU's own stock. */
function buffered_rmqueue(k: Kernel, from: Call, node: number): Pfn {
  const c = from.enter(S.get_page_from_freelist);
  c.spend(k.costs.allocPage);
  return k.zone.takeStocked(c.cpu.id, node);
}

function* rmqueue_bulk(k: Kernel, from: Call, node: number): Path {
  const c = from.enter(S.rmqueue_bulk);
  const lock = k.zone.lockOf(node);
  yield* spin_lock(c, lock);
  const moved = k.zone.refill(c.cpu.id, k.zone.pcpBatch, node);
  c.spend(moved * k.costs.listStep);
  yield* spin_unlock(c, lock);
}

/** Gives pages back; nobody refers to them any more. */
export function free_pages(k: Kernel, from: Call, pages: readonly Pfn[]): Path {
  if (pages.length === 0) return READY;
  const c = from.enter(S.free_hot_cold_page);
  c.spend(pages.length * k.costs.freePage);
  const { zone } = k;
  const cpu = c.cpu.id;
  for (const pfn of pages) zone.giveStocked(cpu, pfn);
  for (let node = 0; node < k.frames.nodes; node++)
    if (zone.stockOf(cpu, node) > zone.pcpHigh) return shrinkStocks(k, c, cpu);
  return READY;
}

function* shrinkStocks(k: Kernel, c: Call, cpu: number): Path {
  for (let node = 0; node < k.frames.nodes; node++)
    while (k.zone.stockOf(cpu, node) > k.zone.pcpHigh) yield* free_pcppages_bulk(k, c, node);
}

function* free_pcppages_bulk(k: Kernel, from: Call, node: number): Path {
  const c = from.enter(S.free_pcppages_bulk);
  const lock = k.zone.lockOf(node);
  yield* spin_lock(c, lock);
  const given = Math.min(k.zone.pcpBatch, k.zone.stockOf(c.cpu.id, node));
  k.zone.drain(c.cpu.id, given, node);
  c.spend(given * k.costs.listStep);
  yield* spin_unlock(c, lock);
}

/** A page for the kernel's own use: page table, stack, slab. Never on an LRU list. */
export function alloc_kernel_page(k: Kernel, from: Call): Path<Pfn> {
  const c = from.enter(S.__alloc_pages_nodemask);
  const node = k.zone.homeOf(c.cpu);
  const pfn = hasQuickPage(k, c, node) ? buffered_rmqueue(k, c, node) : 0;
  if (pfn === 0) return alloc_kernel_page_slowly(k, c, node);
  k.frames.set(pfn, PG.kernel);
  return ready(pfn);
}

function* alloc_kernel_page_slowly(k: Kernel, c: Call, node: number): Path<Pfn> {
  const pfn = yield* __alloc_pages_nodemask(k, c, node);
  if (pfn !== 0) k.frames.set(pfn, PG.kernel);
  return pfn;
}

/** One object of a slab, for the caller alone until it calls slab.publish(). False when the allocation failed: injected, or the task is the out-of-memory killer's victim. */
export function kmem_cache_alloc(k: Kernel, from: Call, slab: Slab): Path<boolean> {
  const c = from.enter(S.kmem_cache_alloc);
  c.spend(k.costs.slabAlloc);
  if (k.faults.strikes()) {
    k.stat.allocFailures++;
    return FAILED;
  }
  if (slab.isFull) return __slab_alloc(k, c, slab);
  slab.allocate();
  return SUCCEEDED;
}

/** The cache has no free object: it gets another page. */
function* __slab_alloc(k: Kernel, c: Call, slab: Slab): Path<boolean> {
  while (slab.isFull) {
    const pfn = yield* alloc_kernel_page(k, c);
    if (pfn === 0) return false;
    slab.pages.push(pfn);
    k.stat.slabPages++;
  }
  slab.allocate();
  return true;
}

/** Frees an object that the caller has withdrawn, or never published. */
export function kmem_cache_free(k: Kernel, from: Call, slab: Slab): Path {
  const c = from.enter(S.kmem_cache_free);
  c.spend(k.costs.slabFree);
  slab.free();
  const spare = slab.takeSpare();
  if (spare === 0) return READY;
  k.stat.slabPages--;
  return free_pages(k, c, [spare]);
}

// Buffers of metadata (fs/xfs/linux-2.6/xfs_buf.c). One of several pages is mapped as long as it is used.
//
// * With vmap() its address is put on a list when it is not needed any more; who maps the next buffer unmaps all of the list when it
//   has become too long. That makes bursts of unmappings, and as many flushes as before (removed by d2859751cd0).
// * With vm_map_ram() it is unmapped at once (95f8e302c04).

import { SECOND } from '../../base/time.ts';
import { Panic } from '../../engine/panic.ts';
import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { sleepFor } from '../../machine/wait.ts';
import { spin_lock, spin_unlock } from '../locking/spinlock.ts';
import type { Pfn } from '../mm/page.ts';
import { touch } from '../vmap/touch.ts';
import { map_pages, unmap_pages } from '../vmap/vm-map.ts';
import type { Mapping, Xfs } from './xfs.ts';

const S = symbols(
  'xfs_buf_get_flags',
  '_xfs_buf_find',
  '_xfs_buf_map_pages',
  'xfs_buf_free',
  'free_address',
  'purge_addresses',
  'xfsbufd',
  'kmalloc',
  'kfree',
);

/** xfs_buf_timer_centisecs. */
const XFSBUFD_INTERVAL = SECOND;

/** A buffer over these pages, found in the page cache and mapped. */
export function* xfs_buf_get(xfs: Xfs, from: Call, pages: readonly Pfn[]): Path<Mapping> {
  const c = from.enter(S.xfs_buf_get_flags);
  c.spendIn(S._xfs_buf_find, xfs.costs.getBuffer);
  return yield* _xfs_buf_map_pages(xfs, c.enter(S._xfs_buf_map_pages), pages);
}

function* _xfs_buf_map_pages(xfs: Xfs, c: Call, pages: readonly Pfn[]): Path<Mapping> {
  // Looks without lock.
  if (xfs.as_list.length > xfs.unmapBatch) yield* purge_addresses(xfs, c);
  const start = yield* map_pages(xfs.vmap, c, pages);
  if (start === 0) throw new Panic('no room for a buffer', { pages: pages.length }, xfs.k.engine.now);
  xfs.stat.mappings++;
  return { start, pages: pages.length };
}

/** Reads the buffer where it is mapped. */
export function readBuffer({ vmap, k }: Xfs, c: Call, { start }: Mapping, pages: readonly Pfn[]): void {
  for (const [at, pfn] of pages.entries()) {
    const reached = touch(vmap, c, start + at);
    if (reached !== pfn) {
      throw new Panic('another page under the address of a buffer', { vpn: start + at, pfn, reached }, k.engine.now);
    }
  }
}

/** The last user is through with it. */
export function* xfs_buf_free(xfs: Xfs, from: Call, mapping: Mapping): Path {
  const c = from.enter(S.xfs_buf_free);
  const isBatched = xfs.unmapBatch > 0 && !xfs.vmap.percpu.variant.usesBlocks;
  if (isBatched) yield* free_address(xfs, c.enter(S.free_address), mapping);
  else yield* unmap_pages(xfs.vmap, c, mapping.start, mapping.pages);
}

function* free_address(xfs: Xfs, c: Call, mapping: Mapping): Path {
  const { k, as_lock, asLine } = xfs;
  c.spendIn(S.kmalloc, k.costs.slabAlloc);
  yield* spin_lock(c, as_lock);
  xfs.as_list.push(mapping);
  c.spend(xfs.costs.listEdit + asLine.write(k.coherence, c.cpu.id));
  yield* spin_unlock(c, as_lock);
}

/** Takes the whole list and unmaps one after another: nothing is merged. */
export function* purge_addresses(xfs: Xfs, from: Call): Path {
  const { k, vmap, as_lock, asLine, stat } = xfs;
  const c = from.enter(S.purge_addresses);
  if (xfs.as_list.length === 0) return;
  yield* spin_lock(c, as_lock);
  // The newest first.
  const list = xfs.as_list.reverse();
  xfs.as_list = [];
  c.spend(xfs.costs.listEdit + asLine.write(k.coherence, c.cpu.id));
  yield* spin_unlock(c, as_lock);
  if (list.length > 0) stat.purges++;
  for (const { start, pages } of list) {
    yield* unmap_pages(vmap, c, start, pages);
    stat.purged++;
    c.spendIn(S.kfree, k.costs.slabFree);
  }
}

/** The thread that writes buffers back, here only for what it unmaps when it wakes. */
export function* xfsbufd(xfs: Xfs, from: Call): Path {
  const c = from.enter(S.xfsbufd);
  for (;;) {
    yield sleepFor(XFSBUFD_INTERVAL);
    yield* purge_addresses(xfs, c);
  }
}

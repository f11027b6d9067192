// exit_mmap (Linux 2.6.33 mm/mmap.c): takes an address space apart when nobody uses it any more.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import type { Kernel } from './kernel.ts';
import { PG } from './page.ts';
import { free_pages, kmem_cache_free } from './page-alloc.ts';
import { LAST_VPN } from './pte.ts';
import { free_pgtables, unmap_vmas } from './unmap.ts';
import type { Mm } from './vma.ts';

const S = symbols('exit_mmap');

export function* exit_mmap(k: Kernel, from: Call, mm: Mm): Path {
  const c = from.enter(S.exit_mmap);
  const vmas = mm.vmasWithin(0, LAST_VPN);
  yield* unmap_vmas(k, c, mm, vmas, 0, LAST_VPN);
  yield* free_pgtables(k, c, vmas);
  mm.mmap = null;
  k.slabs.vma.withdraw(vmas.length);
  for (const table of mm.tables) table.release();
  const tables = [...mm.upperTables.splice(0), ...mm.dropTables(0, mm.tables.length).map(({ pfn }) => pfn)];
  k.stat.pageTables -= tables.length;
  for (const pfn of tables) k.frames.clear(pfn, PG.kernel);
  yield* free_pages(k, c, tables);
  for (const vma of vmas) {
    vma.generation++;
    yield* kmem_cache_free(k, c, k.slabs.vma);
  }
  mm.dead = true;
  mm.leaveCopies();
  k.mms.delete(mm.id);
  k.slabs.mm.withdraw();
  yield* kmem_cache_free(k, c, k.slabs.mm);
}

// kmap(), and the same for page tables: what the rest of the kernel calls.
//
// May sleep, so never with a spinlock held. A task that holds an address may ask for another one only of a later series.

import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { SERIES, type Series } from './api.ts';
import { type HighPage, NOWHERE, type Vpn } from './high-page.ts';
import type { Highmem } from './highmem.ts';

const S = symbols('kmap', 'kmap_pagetable');

export function* kmap(highmem: Highmem, from: Call, page: HighPage, series: Series = SERIES.default): Path<Vpn> {
  const c = from.enter(S.kmap);
  const calledAt = c.cpu.localNow;
  for (;;) {
    yield* highmem.enter(c);
    const got = yield* highmem.kmap.variant.kmap(c, page, series);
    if (typeof got === 'number') highmem.stat.kmaps++;
    highmem.leave(c);
    if (typeof got === 'number') {
      highmem.stat.ns += c.cpu.localNow - calledAt;
      return got;
    }
    yield got;
  }
}

/** The address of a page table, or NOWHERE when it lies in low memory and needs none. */
export function* kmap_pagetable(
  highmem: Highmem,
  from: Call,
  table: HighPage,
  series: Series = SERIES.pagetable,
): Path<Vpn> {
  const { mapsPageTables } = yield* highmem.pteHighmem.enter(from);
  highmem.pteHighmem.leave(from);
  return mapsPageTables ? yield* kmap(highmem, from.enter(S.kmap_pagetable), table, series) : NOWHERE;
}

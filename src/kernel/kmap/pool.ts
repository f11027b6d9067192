// `pool`: one address space for all CPUs, with mappings that are kept until the pool has been used up (2.4.18, mm/highmem.c).

import type { Ns } from '../../base/time.ts';
import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path, Request } from '../../machine/path.ts';
import type { Kmap, Series } from '../highmem/api.ts';
import { flush_tlb_all } from '../highmem/flush-tlb-all.ts';
import { type HighPage, NOWHERE, type Vpn } from '../highmem/high-page.ts';
import type { Highmem } from '../highmem/highmem.ts';
import type { PkmapPool } from '../highmem/pkmap-pool.ts';
import { spin_lock, spin_unlock } from '../locking/spinlock.ts';

const S = symbols('kmap_high', 'flush_all_zero_pkmaps');

export class KmapPool implements Kmap {
  readonly id: string;
  readonly usesSlots = false;
  readonly entries: number | null;
  private readonly highmem: Highmem;

  /** `entries`: LAST_PKMAP; as configured when absent. */
  constructor(highmem: Highmem, entries: number | null = null) {
    this.id = entries === null ? 'pool' : `pool-${entries}`;
    this.entries = entries;
    this.highmem = highmem;
  }

  kmap(from: Call, page: HighPage, series: Series): Path<Vpn | Request> {
    return this.kmap_high(from, page, this.poolFor(series));
  }

  /** Without pte-highmem there is one pool for all. */
  private poolFor(series: Series): PkmapPool {
    const { pools } = this.highmem;
    const own = pools[series] as PkmapPool;
    return own.size > 0 ? own : (pools[0] as PkmapPool);
  }

  private *kmap_high(from: Call, page: HighPage, pool: PkmapPool): Path<Vpn | Request> {
    const { k, costs, kmap_lock } = this.highmem;
    const c = from.enter(S.kmap_high);
    yield* spin_lock(c, kmap_lock);
    c.spend(costs.call + page.line.read(k.coherence, c.cpu.id));
    const isMapped = page.virtual !== NOWHERE || (yield* this.map_new_virtual(c, page, pool));
    const got = isMapped ? this.use(c, page) : pool.overflow.wait();
    yield* spin_unlock(c, kmap_lock);
    return got;
  }

  /** One user more. Any pool: the page may have been mapped by another series. */
  private use(c: Call, { virtual }: HighPage): Vpn {
    const { highmem } = this;
    const pool = highmem.poolOf(virtual) as PkmapPool;
    const entry = virtual - pool.base;
    pool.add(entry, 1);
    c.spend(pool.lineOf(entry).write(highmem.k.coherence, c.cpu.id));
    return virtual;
  }

  /** The next entry after the last one that is free; false when there is none. */
  private *map_new_virtual(c: Call, page: HighPage, pool: PkmapPool): Path<boolean> {
    const { k, costs, stat } = this.highmem;
    for (let left = pool.size; left > 0; left--) {
      pool.cursor = (pool.cursor + 1) % pool.size;
      if (pool.cursor === 0) {
        yield* this.flush_all_zero_pkmaps(c, pool);
        left = pool.size;
      }
      c.spend(costs.scanEntry);
      if (pool.countOf(pool.cursor) > 0) continue;
      stat.misses++;
      pool.count[pool.cursor] = 1;
      pool.page[pool.cursor] = page;
      pool.extent = Math.max(pool.extent, pool.cursor + 1);
      page.virtual = pool.base + pool.cursor;
      c.spend(costs.setPte + page.line.write(k.coherence, c.cpu.id));
      return true;
    }
    return false;
  }

  /** Without other CPUs each entry is flushed by itself. */
  private invlpg(c: Call, at: Vpn): Ns {
    this.highmem.tlbs.drop(c.cpu.id, at);
    return this.highmem.costs.invlpg;
  }

  /** Looks at every entry, and clears those that nobody uses: each one's struct page may be anywhere in the machine. */
  private *flush_all_zero_pkmaps(from: Call, pool: PkmapPool): Path {
    const { k, costs, stat } = this.highmem;
    const c = from.enter(S.flush_all_zero_pkmaps);
    const isAlone = k.cpus.length === 1;
    const startedAt = c.cpu.localNow;
    let ns = 0;
    for (let entry = 0; entry < pool.extent; entry++) {
      const page = pool.page[entry] ?? null;
      ns += costs.scanEntry + pool.lineOf(entry).write(k.coherence, c.cpu.id);
      if (pool.countOf(entry) !== 1 || page === null) continue;
      pool.count[entry] = 0;
      pool.page[entry] = null;
      page.virtual = NOWHERE;
      ns += costs.clearEntry + page.line.write(k.coherence, c.cpu.id);
      stat.cleared++;
      if (isAlone) ns += this.invlpg(c, pool.base + entry);
    }
    c.spend(ns);
    if (!isAlone) yield* flush_tlb_all(this.highmem, c);
    stat.passes++;
    stat.passNs += c.cpu.localNow - startedAt;
    stat.missesAtPass = stat.misses;
  }
}

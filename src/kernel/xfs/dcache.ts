// The cache of directory entries (2.6.24 fs/dcache.c), as far as a lookup of a name that is not in it goes. Everything that changes it
// takes dcache_lock; only the search for a cached name goes without.

import { symbols } from '../../engine/symbols.ts';
import { CacheLine } from '../../machine/cache-line.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { spin_lock, spin_unlock } from '../locking/spinlock.ts';
import type { Xfs, XfsDir } from './xfs.ts';

const S = symbols(
  'd_alloc',
  'd_instantiate',
  'd_rehash',
  'dput',
  '__d_lookup',
  '_atomic_dec_and_lock',
  'kmem_cache_alloc',
);

export class Dentry {
  /** The line of d_count, d_inode and d_hash, and that of d_lru and d_child. */
  readonly line = new CacheLine();
  readonly childLine = new CacheLine();
}

/** Looks through a chain of the hash table, without lock. */
export function __d_lookup({ costs }: Xfs, c: Call): void {
  c.spendIn(S.__d_lookup, costs.hashChain);
}

/** A new entry of a directory whose i_mutex the caller holds. */
export function* d_alloc(xfs: Xfs, from: Call, dir: XfsDir): Path<Dentry> {
  const { k, costs, dcache_lock, dentryStatLine } = xfs;
  const c = from.enter(S.d_alloc);
  c.spendIn(S.kmem_cache_alloc, k.costs.slabAlloc);
  const dentry = new Dentry();
  yield* spin_lock(c, dcache_lock);
  const cpu = c.cpu.id;
  c.spend(
    costs.listEdit + dir.d_subdirs.add(k.coherence, cpu, dentry.childLine) + dentryStatLine.write(k.coherence, cpu),
  );
  yield* spin_unlock(c, dcache_lock);
  return dentry;
}

/** d_add(): the entry gets its inode and can be found from then on. */
export function* d_add(xfs: Xfs, from: Call, dentry: Dentry): Path {
  const { k, costs, dcache_lock } = xfs;
  const instantiate = from.enter(S.d_instantiate);
  yield* spin_lock(instantiate, dcache_lock);
  instantiate.spend(costs.listEdit + dentry.line.write(k.coherence, from.cpu.id));
  yield* spin_unlock(instantiate, dcache_lock);
  const rehash = from.enter(S.d_rehash);
  yield* spin_lock(rehash, dcache_lock);
  rehash.spend(costs.listEdit + costs.hashChain + dentry.line.write(k.coherence, from.cpu.id));
  yield* spin_unlock(rehash, dcache_lock);
}

/** Nobody else uses the entry: it goes to those that may be thrown away. */
export function* dput(xfs: Xfs, from: Call, dentry: Dentry): Path {
  const { k, costs, dcache_lock, dentry_unused, dentryStatLine } = xfs;
  const c = from.enter(S.dput);
  const counted = c.enter(S._atomic_dec_and_lock);
  counted.spend(k.atomicNs + dentry.line.write(k.coherence, c.cpu.id));
  yield* spin_lock(counted, dcache_lock);
  const cpu = c.cpu.id;
  c.spend(
    costs.listEdit + dentry_unused.add(k.coherence, cpu, dentry.childLine) + dentryStatLine.write(k.coherence, cpu),
  );
  yield* spin_unlock(c, dcache_lock);
}

/** The count of the directory's own entry, which many use: no lock, but its line. */
export function countDir({ k }: Xfs, from: Call, { countLine }: XfsDir): void {
  from.enter(S.dput).spendIn(S._atomic_dec_and_lock, k.atomicNs + countLine.write(k.coherence, from.cpu.id));
}

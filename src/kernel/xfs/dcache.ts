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
  readonly dir: XfsDir;
  readonly line = new CacheLine();

  constructor(dir: XfsDir) {
    this.dir = dir;
  }
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
  const dentry = new Dentry(dir);
  yield* spin_lock(c, dcache_lock);
  const cpu = c.cpu.id;
  c.spend(costs.listEdit + dir.childrenLine.write(k.coherence, cpu) + dentryStatLine.write(k.coherence, cpu));
  yield* spin_unlock(c, dcache_lock);
  return dentry;
}

/** d_add(): the entry gets its inode and can be found from then on. */
export function* d_add(xfs: Xfs, from: Call, dentry: Dentry): Path {
  const { k, costs, dcache_lock } = xfs;
  for (const sym of [S.d_instantiate, S.d_rehash]) {
    const c = from.enter(sym);
    yield* spin_lock(c, dcache_lock);
    c.spend(costs.listEdit + dentry.line.write(k.coherence, c.cpu.id));
    yield* spin_unlock(c, dcache_lock);
  }
}

/** Nobody else uses the entry: it goes to those that may be thrown away. */
export function* dput(xfs: Xfs, from: Call, dentry: Dentry): Path {
  const { k, costs, dcache_lock, dentryUnusedLine, dentryStatLine } = xfs;
  const c = from.enter(S.dput);
  const counted = c.enter(S._atomic_dec_and_lock);
  counted.spend(k.atomicNs + dentry.line.write(k.coherence, c.cpu.id));
  yield* spin_lock(counted, dcache_lock);
  const cpu = c.cpu.id;
  c.spend(costs.listEdit + dentryUnusedLine.write(k.coherence, cpu) + dentryStatLine.write(k.coherence, cpu));
  yield* spin_unlock(c, dcache_lock);
}

/** The count of the directory's own entry, which many use: no lock, but its line. */
export function countDir({ k }: Xfs, from: Call, { countLine }: XfsDir): void {
  from.enter(S.dput).spendIn(S._atomic_dec_and_lock, k.atomicNs + countLine.write(k.coherence, from.cpu.id));
}

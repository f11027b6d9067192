// Inodes in memory (2.6.24 fs/inode.c, fs/xfs/xfs_iget.c): one lock for all of them.

import type { Ns } from '../../base/time.ts';
import { symbols } from '../../engine/symbols.ts';
import { CacheLine } from '../../machine/cache-line.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { sleepFor } from '../../machine/wait.ts';
import { spin_lock, spin_unlock } from '../locking/spinlock.ts';
import type { Xfs } from './xfs.ts';

const S = symbols(
  'xfs_iget',
  'iget_locked',
  'find_inode_fast',
  'get_new_inode_fast',
  'xfs_iget_core',
  'xfs_iread',
  'xfs_buf_iowait',
  'kmem_cache_alloc',
);

/** An inode that is not in memory; `diskNs` is how long its record is waited for, 0 when the page cache has it. */
export function* xfs_iget(xfs: Xfs, from: Call, diskNs: Ns): Path {
  const c = from.enter(S.xfs_iget);
  yield* iget_locked(xfs, c.enter(S.iget_locked));
  const core = c.enter(S.xfs_iget_core).enter(S.xfs_iread);
  core.spend(xfs.costs.readInode);
  if (diskNs > 0) yield* xfs_buf_iowait(xfs, core.enter(S.xfs_buf_iowait), diskNs);
}

/** Looks whether it is there, makes a new one, and looks again under the lock before it puts that on the lists. */
function* iget_locked({ k, costs, inode_lock, inode_in_use, s_inodes, inodeStatLine }: Xfs, c: Call): Path {
  yield* spin_lock(c, inode_lock);
  c.spendIn(S.find_inode_fast, costs.hashChain);
  yield* spin_unlock(c, inode_lock);
  const made = c.enter(S.get_new_inode_fast);
  made.spendIn(S.kmem_cache_alloc, k.costs.slabAlloc);
  yield* spin_lock(made, inode_lock);
  made.spendIn(S.find_inode_fast, costs.hashChain);
  const cpu = c.cpu.id;
  const lists = inode_in_use.add(k.coherence, cpu, new CacheLine()) + s_inodes.add(k.coherence, cpu, new CacheLine());
  made.spend(2 * costs.listEdit + lists + inodeStatLine.write(k.coherence, cpu));
  yield* spin_unlock(made, inode_lock);
}

/** Not io_schedule(): whoever waits for a buffer of XFS counts as idle, not as waiting for the disk. */
function* xfs_buf_iowait({ stat, costs }: Xfs, c: Call, diskNs: Ns): Path {
  stat.diskReads++;
  c.spend(costs.mutexSleep);
  yield sleepFor(diskNs);
}

// stat() of a name that is in no cache, in a directory of XFS (2.6.24 fs/namei.c real_lookup, fs/xfs/xfs_dir2_node.c).
//
// * The directory's i_mutex is held from the allocation of the entry until its inode is there, so all that a lookup waits for, others
//   in this directory wait for, asleep.
// * May sleep, so never with a spinlock held.

import type { Ns } from '../../base/time.ts';
import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { mutex_lock, mutex_unlock } from '../locking/mutex.ts';
import { __d_lookup, countDir, type Dentry, d_add, d_alloc, dput } from './dcache.ts';
import { xfs_iget } from './inode.ts';
import type { Mapping, Xfs, XfsDir } from './xfs.ts';
import { readBuffer, xfs_buf_free, xfs_buf_get } from './xfs-buf.ts';

const S = symbols(
  'sys_newstat',
  '__link_path_walk',
  'do_lookup',
  'real_lookup',
  'xfs_vn_lookup',
  'xfs_dir_lookup',
  'xfs_da_node_lookup_int',
  'xfs_da_read_buf',
  'xfs_da_brelse',
  'xfs_vn_getattr',
);

/** `diskNs`: how long the record of the inode is waited for, 0 when the page cache has it. */
export function* sys_newstat(xfs: Xfs, from: Call, dir: XfsDir, diskNs: Ns): Path {
  const c = from.enter(S.sys_newstat);
  const walk = c.enter(S.__link_path_walk);
  walk.spend(xfs.k.costs.syscall + xfs.costs.walkPath);
  const lookup = walk.enter(S.do_lookup);
  __d_lookup(xfs, lookup);
  const dentry = yield* real_lookup(xfs, lookup.enter(S.real_lookup), dir, diskNs);
  c.spendIn(S.xfs_vn_getattr, xfs.costs.getAttributes);
  countDir(xfs, c, dir);
  yield* dput(xfs, c, dentry);
}

function* real_lookup(xfs: Xfs, c: Call, dir: XfsDir, diskNs: Ns): Path<Dentry> {
  yield* mutex_lock(c, dir.i_mutex);
  // Somebody may have been here while this one slept.
  __d_lookup(xfs, c);
  const dentry = yield* d_alloc(xfs, c, dir);
  const inner = c.enter(S.xfs_vn_lookup);
  yield* xfs_dir_lookup(xfs, inner.enter(S.xfs_dir_lookup), dir);
  yield* xfs_iget(xfs, inner, diskNs);
  yield* d_add(xfs, inner, dentry);
  yield* mutex_unlock(c, dir.i_mutex);
  return dentry;
}

/** From the root of the directory's tree to the entry. All blocks on the way stay mapped until the entry is found. */
function* xfs_dir_lookup(xfs: Xfs, from: Call, { blocks }: XfsDir): Path {
  const c = from.enter(S.xfs_da_node_lookup_int);
  const read: Mapping[] = [];
  for (const pages of blocks) {
    const buffer = yield* xfs_buf_get(xfs, c.enter(S.xfs_da_read_buf), pages);
    readBuffer(xfs, c, buffer, pages);
    c.spend(xfs.costs.searchBlock);
    read.push(buffer);
  }
  for (const buffer of read) yield* xfs_buf_free(xfs, c.enter(S.xfs_da_brelse), buffer);
}

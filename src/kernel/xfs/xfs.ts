// A mounted XFS and what of the VFS its directories need: what their functions reach as globals in C (2.6.24).
//
// Lock order: i_mutex of a directory, then as_lock, inode_lock or dcache_lock; no two of these at once.

import { CacheLine } from '../../machine/cache-line.ts';
import { Mutex, type MutexKind } from '../locking/mutex.ts';
import { SpinLock } from '../locking/spinlock.ts';
import { costGroup } from '../mm/costs.ts';
import type { Kernel } from '../mm/kernel.ts';
import type { Pfn } from '../mm/page.ts';
import type { Vmap } from '../vmap/vmap.ts';
import type { Vpn } from '../vmap/vmap-area.ts';
import { XFS_COST_NAMES, XFS_PREFIX, type XfsCosts } from './costs.ts';
import { ListHead } from './list-head.ts';

/** A directory, large enough that a lookup reads several of its blocks. */
export class XfsDir {
  readonly i_mutex: Mutex;
  /** Pages of the blocks that a lookup reads, from the root of the tree down to the entry; pages of the page cache. */
  readonly blocks: readonly (readonly Pfn[])[];
  /** Of its dentry: the line of d_count, and d_subdirs. */
  readonly countLine = new CacheLine();
  readonly d_subdirs = new ListHead();

  constructor(kind: MutexKind, blocks: readonly (readonly Pfn[])[]) {
    this.i_mutex = new Mutex(kind);
    this.blocks = blocks;
  }
}

/** Addresses of a buffer that is not needed any more. */
export interface Mapping {
  readonly start: Vpn;
  readonly pages: number;
}

/** Counters since the run began. */
class XfsStat {
  mappings = 0;
  /** Rounds of purge_addresses() that found something, and what they unmapped. */
  purges = 0;
  purged = 0;
  diskReads = 0;
}

export class Xfs {
  readonly k: Kernel;
  readonly vmap: Vmap;
  readonly costs: XfsCosts;
  readonly stat = new XfsStat();
  /** Of the cache of directory entries, all of it. */
  readonly dcache_lock: SpinLock;
  /** The line of dentry_stat, and the entries that nobody uses; under dcache_lock. */
  readonly dentryStatLine = new CacheLine();
  readonly dentry_unused = new ListHead();
  /** Of all inodes' lists and states. */
  readonly inode_lock: SpinLock;
  /** The line of inodes_stat, and the two lists that a new inode is put on; under inode_lock. */
  readonly inodeStatLine = new CacheLine();
  readonly inode_in_use = new ListHead();
  readonly s_inodes = new ListHead();
  readonly as_lock: SpinLock;
  /** as_free_head: what is to be unmapped; under as_lock. */
  as_list: Mapping[] = [];
  readonly asLine = new CacheLine();
  /** purge_addresses() runs when so many wait; 0 when every address is unmapped at once. */
  readonly unmapBatch: number;
  private readonly mutexKind: MutexKind;
  private nextPage: Pfn = 1;

  constructor(k: Kernel, vmap: Vmap, unmapBatch: number) {
    this.k = k;
    this.vmap = vmap;
    this.costs = costGroup(XFS_COST_NAMES, k.costOf, XFS_PREFIX);
    this.unmapBatch = unmapBatch;
    this.dcache_lock = new SpinLock(vmap.spinKind('dcache_lock'));
    this.inode_lock = new SpinLock(vmap.spinKind('inode_lock'));
    this.as_lock = new SpinLock(vmap.spinKind('as_lock'));
    this.mutexKind = {
      lockClass: k.lockClasses.create('i_mutex', 'mutex'),
      spinOnOwner: null,
      atomicNs: k.atomicNs,
      slowNs: this.costs.mutexSleep,
      wakeNs: this.costs.wake,
    };
  }

  /** A directory of whose tree a lookup reads `blocks`, each of `pages`. */
  newDir(blocks: number, pages: number): XfsDir {
    return new XfsDir(
      this.mutexKind,
      Array.from({ length: blocks }, () => this.newPages(pages)),
    );
  }

  /** Pages that nobody else maps. */
  newPages(count: number): readonly Pfn[] {
    return Array.from({ length: count }, () => this.nextPage++);
  }
}

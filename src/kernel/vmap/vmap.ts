// The kernel's mappings: what their functions reach as globals in C, whichever variants run.
//
// Lock order: purge_lock, then vmap_area_lock or vmlist_lock; either of purge_lock and vmlist_lock, then the lock of the call to other
// CPUs; a vmap block's lock, then its queue's.

import { CacheLine } from '../../machine/cache-line.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import { type Arch, rwStyle, spinStyle } from '../locking/arch.ts';
import type { Gate } from '../locking/gate.ts';
import { RwLock } from '../locking/rwlock.ts';
import { type SpinKind, SpinLock } from '../locking/spinlock.ts';
import { costGroup } from '../mm/costs.ts';
import type { Kernel } from '../mm/kernel.ts';
import type { VmapFlush, VmapIndex, VmapPercpu } from './api.ts';
import { VMAP_COST_NAMES, VMAP_PREFIX, type VmapCosts } from './costs.ts';
import { checkVmap } from './invariants.ts';
import { KernelPageTable } from './kernel-page-table.ts';
import { KernelTlbs } from './kernel-tlbs.ts';
import type { SmpCall } from './smp-call.ts';
import { Ia64SmpCall } from './smp-call-ia64.ts';
import { X86SmpCall } from './smp-call-x86.ts';
import type { VmapArea, Vpn } from './vmap-area.ts';
import { type VmapBlock, VmapBlockQueue } from './vmap-block.ts';

/** 128 GB, what 2.6.28 takes VMALLOC_SPACE for on 64 bits. */
const VMALLOC_BYTES = 2 ** 37;
/** VMALLOC_START as a page number; a multiple of a block. */
const VMALLOC_START = 2 ** 20;

/** Entries of a data TLB: both levels of K10 for 4K pages; the second level of Itanium 2. */
const TLB_ENTRIES: Readonly<Record<Arch, number>> = { x86: 560, ia64: 128 };

/** The variants that run first. */
export interface VmapVariants {
  readonly index: (vmap: Vmap) => VmapIndex;
  readonly flush: (vmap: Vmap) => VmapFlush;
  readonly percpu: (vmap: Vmap) => VmapPercpu;
}

/** Counters since the run began. */
class VmapStat {
  maps = 0;
  unmaps = 0;
  /** Global TLB flushes. */
  flushes = 0;
  /** Unmappings up to the last of them. */
  unmapsAtFlush = 0;
  purges = 0;
  purgedAreas = 0;
  blocks = 0;
  /** Areas visited to find a hole, and searches. */
  holeSteps = 0;
  holeSearches = 0;
}

export class Vmap {
  readonly k: Kernel;
  readonly costs: VmapCosts;
  readonly start: Vpn = VMALLOC_START;
  readonly end: Vpn;
  readonly stat = new VmapStat();
  readonly pages: KernelPageTable;
  readonly tlbs: KernelTlbs;
  /** vmlist and every hole between its areas: 2.6.27; the list alone: until 3.9. */
  readonly vmlist_lock: RwLock;
  /** The first area on vmlist. */
  vmlist: VmapArea | null = null;
  /** The line of the list's head. */
  readonly vmlistLine = new CacheLine();
  readonly vmap_area_lock: SpinLock;
  readonly purge_lock: SpinLock;
  readonly vmap_block_tree_lock: SpinLock;
  /** vmap_block_tree: blocks by number. */
  readonly blocks = new Map<number, VmapBlock>();
  /** vmap_block_queue of each CPU. */
  readonly queues: readonly VmapBlockQueue[];
  readonly blockKind: SpinKind;
  /** Areas that are freed lazily, in order of freeing; each stays in the index until the purge. */
  readonly lazyAreas: VmapArea[] = [];
  /** vmap_lazy_nr, and its line. */
  lazyPages = 0;
  readonly lazyLine = new CacheLine();
  readonly smpCall: SmpCall;
  readonly index: Gate<VmapIndex>;
  readonly flush: Gate<VmapFlush>;
  readonly percpu: Gate<VmapPercpu>;

  constructor(k: Kernel, variants: VmapVariants, pages: number = VMALLOC_BYTES / k.pageBytes) {
    this.k = k;
    this.costs = costGroup(VMAP_COST_NAMES, k.costOf, VMAP_PREFIX);
    this.end = this.start + pages;
    this.pages = new KernelPageTable(k.coherence);
    this.tlbs = new KernelTlbs(k.cpus.length, TLB_ENTRIES[k.arch]);
    this.vmlist_lock = new RwLock({
      lockClass: k.lockClasses.create('vmlist_lock', 'rwlock'),
      atomicNs: k.atomicNs,
      ...rwStyle(k.arch, k.engine.random('vmlist_lock'), this.costs.rwlockPoll),
    });
    this.vmap_area_lock = new SpinLock(this.spinKind('vmap_area_lock'));
    this.purge_lock = new SpinLock(this.spinKind('purge_lock'));
    this.smpCall = k.arch === 'ia64' ? new Ia64SmpCall(this) : new X86SmpCall(this);
    this.vmap_block_tree_lock = new SpinLock(this.spinKind('vmap_block_tree_lock'));
    this.blockKind = this.spinKind('vb->lock');
    const queueKind = this.spinKind('vbq->lock');
    this.queues = k.cpus.map(() => new VmapBlockQueue(queueKind));
    this.index = k.createGate(variants.index(this));
    this.flush = k.createGate(variants.flush(this));
    this.percpu = k.createGate(variants.percpu(this));
    k.invariants.push(() => checkVmap(this));
  }

  /** A new class of spinlocks, of the kind that this era has. */
  spinKind(name: string): SpinKind {
    const { k } = this;
    return {
      lockClass: k.lockClasses.create(name, 'spin'),
      atomicNs: k.atomicNs,
      ...spinStyle(k.arch, k.engine.random(name), this.costs.rwlockPoll),
    };
  }

  /** Before any call below: the three variants stay what they are until leave(). */
  *enter(c: Call): Path {
    yield* this.percpu.enter(c);
    yield* this.flush.enter(c);
    yield* this.index.enter(c);
  }

  leave(c: Call): void {
    this.index.leave(c);
    this.flush.leave(c);
    this.percpu.leave(c);
  }
}

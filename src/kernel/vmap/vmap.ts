// The kernel's mappings: what their functions reach as globals in C, whichever variants run.
//
// Lock order: purge_lock, then vmap_area_lock or vmlist_lock; a vmap block's lock, then its queue's.

import { CacheLine } from '../../machine/cache-line.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import type { Gate } from '../locking/gate.ts';
import { raceHandoff } from '../locking/handoff.ts';
import { RwLock } from '../locking/rwlock.ts';
import { OLD_SPIN_SYMBOLS, type SpinKind, SpinLock, TICKET } from '../locking/spinlock.ts';
import { costGroup } from '../mm/costs.ts';
import type { Kernel } from '../mm/kernel.ts';
import type { VmapFlush, VmapIndex, VmapPercpu } from './api.ts';
import { VMAP_COST_NAMES, VMAP_PREFIX, type VmapCosts } from './costs.ts';
import { checkVmap } from './invariants.ts';
import { KernelPageTable } from './kernel-page-table.ts';
import { KernelTlbs } from './kernel-tlbs.ts';
import type { VmapArea, Vpn } from './vmap-area.ts';
import { type VmapBlock, VmapBlockQueue } from './vmap-block.ts';

/** 128 GB, what 2.6.28 takes VMALLOC_SPACE for on 64 bits. */
const VMALLOC_PAGES = 2 ** 25;
/** VMALLOC_START as a page number; a multiple of a block. */
const VMALLOC_START = 2 ** 20;

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
  readonly call_function_lock: SpinLock;
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
  /** Queue of calls for other CPUs (call_function_queue). */
  readonly callQueueLine = new CacheLine();
  readonly index: Gate<VmapIndex>;
  readonly flush: Gate<VmapFlush>;
  readonly percpu: Gate<VmapPercpu>;

  constructor(k: Kernel, variants: VmapVariants, pages: number = VMALLOC_PAGES) {
    this.k = k;
    this.costs = costGroup(VMAP_COST_NAMES, k.costOf, VMAP_PREFIX);
    this.end = this.start + pages;
    this.pages = new KernelPageTable(k.coherence);
    this.tlbs = new KernelTlbs(k.cpus.length);
    const { atomicNs } = k;
    const spin = (name: string): SpinKind => ({
      lockClass: k.lockClasses.create(name, 'spin'),
      handoff: TICKET,
      atomicNs,
      symbols: OLD_SPIN_SYMBOLS,
    });
    this.vmlist_lock = new RwLock({
      lockClass: k.lockClasses.create('vmlist_lock', 'rwlock'),
      handoff: raceHandoff(k.engine.random('vmlist_lock'), this.costs.rwlockPoll),
      atomicNs,
    });
    this.vmap_area_lock = new SpinLock(spin('vmap_area_lock'));
    this.purge_lock = new SpinLock(spin('purge_lock'));
    this.call_function_lock = new SpinLock(spin('call_function_lock'));
    this.vmap_block_tree_lock = new SpinLock(spin('vmap_block_tree_lock'));
    this.blockKind = spin('vb->lock');
    const queueKind = spin('vbq->lock');
    this.queues = k.cpus.map(() => new VmapBlockQueue(queueKind));
    this.index = k.createGate(variants.index(this));
    this.flush = k.createGate(variants.flush(this));
    this.percpu = k.createGate(variants.percpu(this));
    k.invariants.push(() => checkVmap(this));
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

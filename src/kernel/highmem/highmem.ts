// High memory: what kmap and its callers reach as globals in C, whichever variants run.
//
// Lock order: kmap_lock, then call_lock.

import type { Ns } from '../../base/time.ts';
import { TIME } from '../../engine/probe.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import type { Task } from '../../machine/task.ts';
import type { Gate } from '../locking/gate.ts';
import { testAndSetHandoff } from '../locking/handoff.ts';
import { SpinLock, textLockSymbols } from '../locking/spinlock.ts';
import { costGroup } from '../mm/costs.ts';
import type { Kernel } from '../mm/kernel.ts';
import { KernelTlbs } from '../vmap/kernel-tlbs.ts';
import { type Kmap, type PteHighmem, SERIES_COUNT } from './api.ts';
import { KMAP_COST_NAMES, KMAP_PREFIX, type KmapCosts } from './costs.ts';
import type { Vpn } from './high-page.ts';
import { checkHighmem } from './invariants.ts';
import { MOST_ENTRIES, PkmapPool } from './pkmap-pool.ts';
import { Slots } from './slots.ts';

/** PKMAP_BASE and FIXADDR_START as page numbers: anywhere, apart from each other. */
const PKMAP_BASE: Vpn = 2 ** 20;
const FIX_KMAP_BEGIN: Vpn = PKMAP_BASE + 2 ** 16;
/** Data TLB of a Pentium III for 4K pages. */
const TLB_ENTRIES = 64;

/** How much address space there is for kmap. */
export interface HighmemSizes {
  /** LAST_PKMAP without pte-highmem, and of each of the three series with it. */
  readonly pool: number;
  readonly series: number;
  readonly slotsPerCpu: number;
}

const DEFAULT_SIZES: HighmemSizes = { pool: 512, series: 1024, slotsPerCpu: 8 };

/** The variants that run first. */
export interface HighmemVariants {
  readonly kmap: (highmem: Highmem) => Kmap;
  readonly pteHighmem: (highmem: Highmem) => PteHighmem;
}

/** Counters since the run began. */
class HighmemStat {
  kmaps = 0;
  kunmaps = 0;
  /** Time from the call of kmap() and of kunmap() to its return, waiting included. */
  ns: Ns = 0;
  /** kmap() calls for which the pool had no mapping. */
  misses = 0;
  /** Passes over a pool, each with one global flush. */
  passes = 0;
  /** Time that they took, all with kmap_lock held. */
  passNs: Ns = 0;
  /** Misses up to the last of them. */
  missesAtPass = 0;
  /** Entries that passes cleared. */
  cleared = 0;
}

/** Why a task may not leave its CPU. */
interface Pin {
  /** Slots that it holds. */
  depth: number;
  readonly wasPinned: boolean;
}

export class Highmem {
  readonly k: Kernel;
  readonly costs: KmapCosts;
  readonly sizes: HighmemSizes;
  readonly stat = new HighmemStat();
  readonly tlbs: KernelTlbs;
  /** All pools, whatever their series: 2.4.18 has one, pte-highmem three. */
  readonly kmap_lock: SpinLock;
  /** Of smp_call_function(). */
  readonly call_lock: SpinLock;
  readonly pools: readonly PkmapPool[];
  /** By CPU. */
  readonly slots: readonly Slots[];
  /** Tasks that hold slots; each entry belongs to the CPU that its task is pinned to. */
  readonly pins = new Map<Task, Pin>();
  readonly kmap: Gate<Kmap>;
  readonly pteHighmem: Gate<PteHighmem>;

  constructor(k: Kernel, variants: HighmemVariants, sizes: HighmemSizes = DEFAULT_SIZES) {
    this.k = k;
    this.costs = costGroup(KMAP_COST_NAMES, k.costOf, KMAP_PREFIX);
    this.sizes = sizes;
    this.tlbs = new KernelTlbs(k.cpus.length, TLB_ENTRIES);
    this.kmap_lock = this.createLock('kmap_lock', '_text_lock_highmem');
    this.call_lock = this.createLock('call_lock', '_text_lock_smp');
    this.pteHighmem = k.createGate(variants.pteHighmem(this));
    this.kmap = k.createGate(variants.kmap(this));
    this.pools = Array.from(
      { length: SERIES_COUNT },
      (_, series) => new PkmapPool(PKMAP_BASE + series * MOST_ENTRIES, this.entriesOf(series)),
    );
    this.slots = k.cpus.map(({ id }) => new Slots(FIX_KMAP_BEGIN + id * sizes.slotsPerCpu, sizes.slotsPerCpu));
    k.invariants.push(() => checkHighmem(this));
  }

  /** A byte lock of this machine; `section`: the name under which readprofile shows who spins for it. */
  createLock(name: string, section: string): SpinLock {
    const { k } = this;
    const { lockPoll: pollNs, busyTransfer: busyNs, heldWrites } = this.costs;
    return new SpinLock({
      lockClass: k.lockClasses.create(name, 'spin'),
      handoff: testAndSetHandoff(k.engine.random(name), { pollNs, busyNs, heldWrites }),
      atomicNs: k.atomicNs,
      symbols: textLockSymbols(section),
    });
  }

  /** Before any call below: both variants stay what they are until leave(). */
  *enter(c: Call): Path {
    yield* this.pteHighmem.enter(c);
    yield* this.kmap.enter(c);
  }

  leave(c: Call): void {
    this.kmap.leave(c);
    this.pteHighmem.leave(c);
  }

  /** How large the pool of a series is while the variants are what they are; 0 when there is none. */
  entriesOf(series: number): number {
    const configured = this.pteHighmem.variant.entries[series] ?? 0;
    return configured === 0 ? 0 : (this.kmap.variant.entries ?? configured);
  }

  /** The pool that an address lies in, or null. */
  poolOf(at: Vpn): PkmapPool | null {
    return this.pools[Math.floor((at - PKMAP_BASE) / MOST_ENTRIES)] ?? null;
  }

  /** Time of all CPUs that readprofile sees: in the kernel, or idle. */
  profiledNs(): number {
    let sum = 0;
    for (const cpu of this.k.cpus) {
      cpu.settle();
      sum += cpu.time.reduce((all, ns) => all + ns, 0) - (cpu.time[TIME.user] as number);
    }
    return sum;
  }
}

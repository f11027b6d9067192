// The kernel: what its functions reach as globals in C.

import type { Ns } from '../../base/time.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Call } from '../../machine/call.ts';
import type { Coherence } from '../../machine/coherence.ts';
import type { Cpu } from '../../machine/cpu.ts';
import type { Disk } from '../../machine/disk.ts';
import { type IpiCosts, IpiLedger } from '../../machine/ipi.ts';
import type { Path } from '../../machine/path.ts';
import type { AddressSpaces } from '../address-space/address-spaces.ts';
import type { Highmem, HighmemSizes } from '../highmem/highmem.ts';
import type { Arch } from '../locking/arch.ts';
import { Gate } from '../locking/gate.ts';
import { LockClasses } from '../locking/lock-class.ts';
import type { LockSite, SectionLock } from '../locking/section-lock.ts';
import { type SpinKind, TICKET } from '../locking/spinlock.ts';
import { WaitQueue } from '../locking/wait-queue.ts';
import type { FairScheduler } from '../sched/fair.ts';
import type { Vmap } from '../vmap/vmap.ts';
import { AnonVmas } from './anon-vma.ts';
import type { RmapLocking } from './anon-vma-lock.ts';
import { type CostOf, costGroup, KERNEL_COSTS, type KernelCosts } from './costs.ts';
import { IsolationWait } from './isolation-wait.ts';
import type { Migration } from './migration.ts';
import { PageFrames } from './page.ts';
import { PageLocks } from './page-lock.ts';
import { PTES_PER_TABLE } from './pte.ts';
import { PteStore } from './pte-window.ts';
import type { Races } from './races.ts';
import type { ReverseMap } from './reverse-map.ts';
import { Slab } from './slab.ts';
import { SwapMap } from './swap-map.ts';
import { SwapWrites } from './swap-write.ts';
import { TaskStruct } from './task-struct.ts';
import { VmStat } from './vm-stat.ts';
import type { Mm } from './vma.ts';
import { Zone } from './zone.ts';

export interface KernelParts {
  readonly engine: Engine;
  readonly scheduler: FairScheduler;
  readonly coherence: Coherence;
  readonly disk: Disk;
  readonly ipi: IpiCosts;
  readonly costOf: CostOf;
  /** The locked instruction on a line that is already here. */
  readonly atomicNs: number;
  /** How locks and interrupts to other CPUs are built. */
  readonly arch: Arch;
  readonly pageBytes: number;
  /** Of one that is not huge, which slabs, watermarks and batches are counted in; `pageBytes` when absent. */
  readonly basePageBytes?: number;
  readonly memoryPages: number;
  /** Nodes that the memory is spread over; one when absent. */
  readonly memoryNodes?: number;
  readonly swapPages: number;
  /** Address space for the kernel's own mappings; 128 GB when absent. */
  readonly vmallocPages?: number;
  /** Address space for pages of high memory; what 2.4.18 has when absent. */
  readonly highmem?: HighmemSizes;
  /** Every page is a huge one of 2 MB; `memoryPages` and costs are in these. */
  readonly hugePages?: boolean;
  /** Pages that one pass of the fault path may handle when they lie side by side and memory is not short. */
  readonly faultBatch: number;
}

/** The switchable subsystems that a kernel is built with, each as the variant that runs first. */
export interface KernelVariants {
  readonly rmap: (k: Kernel) => ReverseMap;
  /** Mappings of the kernel's own; absent where no scenario uses them. */
  readonly vmap?: (k: Kernel) => Vmap;
  /** The lock of a loop; absent where no scenario has one. */
  readonly loopLock?: (k: Kernel) => LoopLock;
  /** Address spaces with very many VMAs; absent likewise. */
  readonly addressSpaces?: (k: Kernel) => AddressSpaces;
  /** Absent where no scenario maps high memory. */
  readonly highmem?: (k: Kernel) => Highmem;
  /** Another lock over anon_vma lists than their own, and moving pages; absent where no scenario moves pages. */
  readonly rmapLock?: (k: Kernel) => RmapLocking;
  readonly migration?: (k: Kernel) => Migration;
  /** Who finds out about walks that meet a change; absent likewise. */
  readonly races?: (k: Kernel) => Races;
}

/** One lock whose kind is exchanged. */
export interface LoopLock {
  readonly site: LockSite;
  readonly gate: Gate<SectionLock>;
}

/** Makes slab allocations fail on purpose, of whatever cache. */
class AllocationFaults {
  /** Allocations until the first that fails; -1 = none fails. */
  after = -1;
  /** How many fail then. */
  count = 0;
  failed = 0;
  seen = 0;

  /** Counts one allocation; true when it has to fail. */
  strikes(): boolean {
    this.seen++;
    if (this.after < 0) return false;
    if (this.after-- > 0) return false;
    this.failed++;
    this.after = --this.count > 0 ? 0 : -1;
    return true;
  }
}

const createSlabs = (pageBytes: number) => ({
  task: new Slab('task_struct', 2048, pageBytes),
  mm: new Slab('mm_struct', 896, pageBytes),
  vma: new Slab('vm_area_struct', 176, pageBytes),
  anon_vma: new Slab('anon_vma', 24, pageBytes),
  anon_vma_chain: new Slab('anon_vma_chain', 48, pageBytes),
});

export class Kernel {
  readonly engine: Engine;
  readonly scheduler: FairScheduler;
  readonly coherence: Coherence;
  readonly disk: Disk;
  readonly ipi: IpiCosts;
  readonly ipiLedger = new IpiLedger();
  readonly costs: KernelCosts;
  readonly costOf: CostOf;
  readonly atomicNs: Ns;
  readonly arch: Arch;
  readonly pageBytes: number;
  readonly faultBatch: number;
  /** Pages of the memory that a page middle directory's entry stands for. */
  readonly pagesPerPmd: number;
  readonly lockClasses = new LockClasses();
  readonly frames: PageFrames;
  readonly pageLocks: PageLocks;
  readonly zone: Zone;
  readonly swap: SwapMap;
  readonly swapWrites: SwapWrites;
  readonly ptes = new PteStore();
  readonly anonVmas: AnonVmas;
  readonly rmap: Gate<ReverseMap>;
  readonly vmap: Vmap | null;
  readonly loopLock: LoopLock | null;
  readonly addressSpaces: AddressSpaces | null;
  readonly highmem: Highmem | null;
  readonly rmapLock: RmapLocking | null;
  readonly migration: Migration | null;
  readonly races: Races | null;
  readonly stat = new VmStat();
  readonly faults = new AllocationFaults();
  readonly slabs: ReturnType<typeof createSlabs>;
  readonly tasks = new Set<TaskStruct>();
  /** Address spaces by number. */
  readonly mms = new Map<number, Mm>();
  /** Lists of as many VMAs and more are walked by counting (walk-index.ts). */
  longList = 64;
  readonly kswapd_wait = new WaitQueue();
  /** Reclaimers that wait because others hold too many pages. */
  readonly isolation: IsolationWait;
  /** What must hold at any instant besides mm/invariants.ts: subsystems add their own. Each throws a Panic. */
  readonly invariants: (() => void)[] = [];
  /** Pages added to the LRU by each CPU since it last took the lock for them (pagevec). */
  readonly lruPending: number[];
  private gates = 0;
  private nextTask = 1;
  private nextMm = 1;

  constructor(parts: KernelParts, variants: KernelVariants) {
    this.engine = parts.engine;
    this.scheduler = parts.scheduler;
    this.coherence = parts.coherence;
    this.disk = parts.disk;
    this.ipi = parts.ipi;
    this.costs = costGroup(KERNEL_COSTS, parts.costOf);
    this.costOf = parts.costOf;
    this.atomicNs = parts.atomicNs;
    this.arch = parts.arch;
    this.pageBytes = parts.pageBytes;
    this.faultBatch = parts.faultBatch;
    this.pagesPerPmd = parts.hugePages === true ? 1 : PTES_PER_TABLE;
    const spin = (name: string): SpinKind => ({
      lockClass: this.lockClasses.create(name, 'spin'),
      handoff: TICKET,
      atomicNs: parts.atomicNs,
    });
    this.anonVmas = new AnonVmas(spin('anon_vma->lock'));
    const basePageBytes = parts.basePageBytes ?? parts.pageBytes;
    this.slabs = createSlabs(basePageBytes);
    this.frames = new PageFrames(parts.memoryPages, parts.memoryNodes);
    this.pageLocks = new PageLocks(this.frames);
    this.zone = new Zone(this.frames, basePageBytes, this.cpus.length, {
      zone: spin('zone->lock'),
      lru: spin('zone->lru_lock'),
    });
    this.isolation = new IsolationWait(this);
    this.swap = new SwapMap(parts.swapPages);
    this.swapWrites = new SwapWrites(this);
    this.lruPending = this.cpus.map(() => 0);
    this.rmap = this.createGate(variants.rmap(this));
    this.vmap = variants.vmap?.(this) ?? null;
    this.loopLock = variants.loopLock?.(this) ?? null;
    this.addressSpaces = variants.addressSpaces?.(this) ?? null;
    this.highmem = variants.highmem?.(this) ?? null;
    this.rmapLock = variants.rmapLock?.(this) ?? null;
    this.migration = variants.migration?.(this) ?? null;
    this.races = variants.races?.(this) ?? null;
  }

  /** So many pages, in MiB. */
  mib(pages: number): number {
    return (pages * this.pageBytes) / 2 ** 20;
  }

  /** The gate of a switchable subsystem, in a place that no other gate has. */
  createGate<Variant>(variant: Variant): Gate<Variant> {
    return new Gate(variant, this.gates++);
  }

  get cpus(): readonly Cpu[] {
    return this.scheduler.cpus;
  }

  newMmId(): number {
    return this.nextMm++;
  }

  /** A task that does not run yet. */
  createTask(name: string, parent: TaskStruct | null, path: (c: Call) => Path): TaskStruct {
    const id = this.nextTask++;
    const cpu = parent === null ? (this.cpus[id % this.cpus.length] as Cpu) : parent.cpu;
    const task = new TaskStruct(this.engine, id, name, cpu, parent, path);
    this.tasks.add(task);
    if (parent !== null) parent.children++;
    return task;
  }
}

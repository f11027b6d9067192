// A kernel on a machine small enough that memory is short with some fifty processes.

import { Engine } from '../../../src/engine/engine.ts';
import type { HighmemSizes } from '../../../src/kernel/highmem/highmem.ts';
import type { Arch } from '../../../src/kernel/locking/arch.ts';
import type { Kernel, KernelParts } from '../../../src/kernel/mm/kernel.ts';
import { kswapd } from '../../../src/kernel/mm/vmscan.ts';
import { Rmap } from '../../../src/kernel/rmap/rmap.ts';
import { FairScheduler } from '../../../src/kernel/sched/fair.ts';
import { createKernel, createSubsystems } from '../../../src/kernel/subsystems.ts';
import { Coherence } from '../../../src/machine/coherence.ts';
import { Cpu } from '../../../src/machine/cpu.ts';
import { Disk } from '../../../src/machine/disk.ts';
import { nodeOf } from '../../../src/machine/topology.ts';
import { Flipper } from '../../../src/simulation/flipper.ts';

/** Of a CPU; counts as idle. */
export const IDLE_WAKE_NS = 2000;

export interface SmallKernelOptions {
  readonly rmap: string;
  readonly seed?: number;
  readonly cpus?: number;
  /** Nodes that CPUs and memory are spread over. */
  readonly nodes?: number;
  readonly memoryMib?: number;
  readonly swapMib?: number;
  readonly faultBatch?: number;
  /** Variants of subsystems that not every machine has. */
  readonly variants?: Readonly<Record<string, string>>;
  readonly vmallocPages?: number;
  readonly arch?: Arch;
  readonly pageBytes?: number;
  readonly highmem?: HighmemSizes;
  /** Of every kind of work. */
  readonly costNs?: number;
  /** From how many VMAs on lists are walked by counting; the kernel's own number when absent. */
  readonly longList?: number;
}

export function smallKernel(options: SmallKernelOptions): Kernel {
  const { cpus = 4, nodes = 1, memoryMib = 16, swapMib = 64, seed = 1, faultBatch = 8, costNs = 200 } = options;
  const { pageBytes = 4096 } = options;
  const pages = (mib: number): number => (mib * 2 ** 20) / pageBytes;
  const engine = new Engine(seed);
  const scheduler = new FairScheduler({ latencyNs: 2e6, minGranularityNs: 500_000, wakeupGranularityNs: 500_000 });
  const topology = { cpus, cpusPerDie: 2, cpusPerSocket: 2, nodes };
  const coherence = new Coherence(topology, { hitNs: 1, sameDieNs: 70, sameSocketNs: 80, otherSocketNs: 120 });
  const costs = { contextSwitchNs: 1000, idleWakeNs: IDLE_WAKE_NS };
  for (let id = 0; id < cpus; id++)
    scheduler.add(new Cpu({ engine, scheduler, coherence, costs }, id, nodeOf(topology, id)));
  const disk = new Disk(engine, {
    spindles: 2,
    stripePages: 16,
    fullSeekNs: 400_000,
    trackSeekNs: 50_000,
    rotationNs: 200_000,
    transferNsPerPage: 5_000,
    pages: pages(swapMib),
  });
  const parts: KernelParts = {
    engine,
    scheduler,
    coherence,
    disk,
    ipi: { sendNs: 100, deliveryNs: 500, handlerNs: 500 },
    // Every kind of work takes time, so that others get in between; a count is none.
    costOf: (name) => (name === 'kmap.heldWrites' ? 0 : costNs),
    atomicNs: 20,
    arch: options.arch ?? 'x86',
    pageBytes,
    memoryPages: pages(memoryMib),
    memoryNodes: nodes,
    swapPages: pages(swapMib),
    faultBatch,
    ...(options.vmallocPages === undefined ? {} : { vmallocPages: options.vmallocPages }),
    ...(options.highmem === undefined ? {} : { highmem: options.highmem }),
  };
  const k = createKernel(parts, { rmap: options.rmap, ...options.variants });
  k.longList = options.longList ?? k.longList;
  k.scheduler.wake(k.createTask('kswapd0', null, (c) => kswapd(k, c)));
  return k;
}

/** Starts a flip; `done` hears when it is through. */
export const startFlip = (k: Kernel, to: string, done: () => void = () => undefined): void =>
  new Flipper(k, done).flip(new Rmap(k), to);

/** The same for any subsystem of the kernel. */
export function startFlipOf(k: Kernel, subsystem: string, to: string, done: () => void): void {
  const found = createSubsystems(k).find(({ id }) => id === subsystem);
  if (found === undefined) throw new Error(`no subsystem '${subsystem}'`);
  new Flipper(k, done).flip(found, to);
}

/** Calls `act` every `periodNs`, between two events, until it returns false. */
export function every(k: Kernel, periodNs: number, act: () => boolean): void {
  const slot = k.engine.addSource({
    fire: (now) => {
      if (act()) k.engine.schedule(now + periodNs, slot);
    },
  });
  k.engine.schedule(k.engine.now + periodNs, slot);
}

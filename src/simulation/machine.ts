// Builds the machine of a scenario: engine, CPUs, interconnect, scheduler, disk.

import { US } from '../base/time.ts';
import { UsageError } from '../base/usage-error.ts';
import { Engine } from '../engine/engine.ts';
import type { CostOf } from '../kernel/mm/costs.ts';
import type { KernelParts } from '../kernel/mm/kernel.ts';
import { FairScheduler } from '../kernel/sched/fair.ts';
import { Coherence } from '../machine/coherence.ts';
import { Cpu } from '../machine/cpu.ts';
import { Disk } from '../machine/disk.ts';
import type { IpiCosts } from '../machine/ipi.ts';
import { costValue, type MachineSpec } from '../machine/machine-schema.ts';
import { Tickless } from '../machine/tickless.ts';
import { nodeOf } from '../machine/topology.ts';

const DEFAULT_PAGE_BYTES = 4096;
const HUGE_PAGE_BYTES = 2 ** 21;

/** Some parameters of the workload are the kernel's: how its work is batched, how it was configured. */
export type KernelParams = Readonly<Record<string, unknown>>;

export function buildMachine(spec: MachineSpec, seed: number, params: KernelParams): KernelParts {
  const cost = costsOf(spec);
  const engine = new Engine(seed);
  const cpus = buildCpus(engine, spec, cost);
  const isHuge = params['hugePages'] === true;
  const basePageBytes = spec.pageSize ?? DEFAULT_PAGE_BYTES;
  const pageBytes = isHuge ? HUGE_PAGE_BYTES : basePageBytes;
  const pages = (bytes: number): number => Math.floor(bytes / pageBytes);
  const swapPages = pages(spec.swap ?? spec.memory);
  return {
    engine,
    ...cpus,
    disk: buildDisk(engine, spec, swapPages),
    ipi: {
      sendNs: cost('ipi.send'),
      deliveryNs: cost('ipi.delivery'),
      handlerNs: cost('ipi.handler'),
      ...ackMoves(spec),
    },
    costOf: isHuge ? hugeCost(cost) : cost,
    atomicNs: cost('line.atomic'),
    arch: spec.arch ?? 'x86',
    pageBytes,
    basePageBytes,
    memoryPages: pages(spec.memory),
    ...(costValue(spec, 'numa.clearLocal') === undefined ? {} : { memoryNodes: spec.topology.nodes }),
    hugePages: isHuge,
    swapPages,
    faultBatch: Number(params['faultBatch'] ?? 32),
    ...highmemSizes(params),
  };
}

const costsOf =
  (spec: MachineSpec): CostOf =>
  (name) => {
    const found = costValue(spec, name);
    if (found === undefined) throw new UsageError(`machine '${spec.title}': expected a cost '${name}', found none`);
    return found;
  };

function buildCpus(
  engine: Engine,
  { topology, costs }: MachineSpec,
  cost: CostOf,
): Pick<KernelParts, 'scheduler' | 'coherence'> {
  const scheduler = new FairScheduler({
    latencyNs: cost('sched.latency'),
    minGranularityNs: cost('sched.minGranularity'),
    wakeupGranularityNs: cost('sched.wakeupGranularity'),
  });
  const coherence = new Coherence(topology, {
    hitNs: cost('line.hit'),
    sameDieNs: cost('line.sameDie'),
    sameSocketNs: cost('line.sameSocket'),
    otherSocketNs: cost('line.otherSocket'),
  });
  const tickless = Object.hasOwn(costs, 'idle.clockRead') ? buildTickless(cost) : null;
  const cpuCosts = { contextSwitchNs: cost('cpu.contextSwitch'), idleWakeNs: cost('cpu.idleWake'), tickless };
  for (let id = 0; id < topology.cpus; id++)
    scheduler.add(new Cpu({ engine, scheduler, coherence, costs: cpuCosts }, id, nodeOf(topology, id)));
  return { scheduler, coherence };
}

/** Clearing and copying costs by the byte; all else is done once for a page, however large. */
const hugeCost =
  (cost: CostOf): CostOf =>
  (name) =>
    cost(name) * (name === 'clearPage' || name === 'copyPage' ? HUGE_PAGE_BYTES / DEFAULT_PAGE_BYTES : 1);

function highmemSizes({ poolEntries, seriesEntries, slotsPerCpu }: KernelParams): Pick<KernelParts, 'highmem'> {
  if (poolEntries === undefined) return {};
  return {
    highmem: { pool: Number(poolEntries), series: Number(seriesEntries), slotsPerCpu: Number(slotsPerCpu) },
  };
}

/** Machines on which an idle CPU stops its tick say so with these two. */
const buildTickless = (cost: CostOf): Tickless => new Tickless(cost('idle.clockRead'), cost('idle.exit'));

function ackMoves(spec: MachineSpec): Pick<IpiCosts, 'ackMoves'> {
  const moves = costValue(spec, 'ipi.ackMoves');
  return moves === undefined ? {} : { ackMoves: moves };
}

function buildDisk(engine: Engine, spec: MachineSpec, swapPages: number): Disk {
  const { disk } = spec;
  if (disk === undefined) throw new UsageError(`machine '${spec.title}': expected a disk, found none`);
  const ns = (us: number): number => Math.round(us * US);
  return new Disk(engine, {
    spindles: disk.spindles,
    stripePages: disk.stripePages,
    fullSeekNs: ns(disk.fullSeekUs),
    trackSeekNs: ns(disk.trackSeekUs),
    rotationNs: ns(disk.rotationUs),
    transferNsPerPage: ns(disk.transferUsPerPage),
    pages: Math.ceil((2 * swapPages) / disk.spindles),
  });
}

// CPU time: what every CPU's time went to, over the whole run and per interval between two frames.

import type { Ns } from '../base/time.ts';
import { TIME, type TimeKind } from '../engine/probe.ts';
import { symbolName } from '../engine/symbols.ts';
import type { Cpu } from '../machine/cpu.ts';
import type { CpuSample, CpuShares } from './frame.ts';

const KINDS = Object.keys(TIME).length;
const ALL_IDLE: CpuShares = { user: 0, kernel: 0, spin: 0, irq: 0, iowait: 0, idle: 1 };

/** Totals over all CPUs since the run began, as of the last settle(). */
export class CpuTimes {
  readonly total = new Float64Array(KINDS);
  private readonly cpus: readonly Cpu[];

  constructor(cpus: readonly Cpu[]) {
    this.cpus = cpus;
  }

  /** Brings every CPU's account up to now. Changes nothing that the simulation can see. */
  settle(): void {
    this.total.fill(0);
    for (const cpu of this.cpus) {
      cpu.settle();
      for (const [kind, ns] of cpu.time.entries()) this.total[kind] = (this.total[kind] as number) + ns;
    }
  }

  of(...kinds: readonly TimeKind[]): Ns {
    return kinds.reduce<Ns>((sum, kind) => sum + (this.total[kind] as number), 0);
  }

  /** CPUs x elapsed time. */
  all(): Ns {
    return this.total.reduce((sum, ns) => sum + ns, 0);
  }
}

/** Splits an interval into shares; while no time has passed, the shares stay what they were. */
class Interval {
  private readonly before: Float64Array;
  private shares = ALL_IDLE;

  constructor(before: Float64Array) {
    this.before = before.slice();
  }

  next(now: Float64Array): CpuShares {
    const spent = now.map((ns, kind) => ns - (this.before[kind] as number));
    this.before.set(now);
    const total = spent.reduce((sum, ns) => sum + ns, 0);
    if (total === 0) return this.shares;
    const share = (kind: number): number => (spent[kind] as number) / total;
    this.shares = {
      user: share(TIME.user),
      kernel: share(TIME.sys),
      spin: share(TIME.spin),
      irq: share(TIME.irq),
      iowait: share(TIME.iowait),
      idle: share(TIME.idle),
    };
    return this.shares;
  }
}

/** The CPUs of a frame. */
export class CpuIntervals {
  private readonly cpus: readonly Cpu[];
  private readonly times: CpuTimes;
  private readonly runQueueLength: (cpu: Cpu) => number;
  private readonly each: readonly Interval[];
  private readonly machine: Interval;

  constructor(cpus: readonly Cpu[], times: CpuTimes, runQueueLength: (cpu: Cpu) => number) {
    this.cpus = cpus;
    this.times = times;
    this.runQueueLength = runQueueLength;
    this.each = cpus.map((cpu) => new Interval(cpu.time));
    this.machine = new Interval(times.total);
  }

  /** Shares since the last call; the CPUs are settled. */
  next(): { readonly cpus: readonly CpuSample[]; readonly cpuShares: CpuShares } {
    const cpus = this.cpus.map((cpu, index) => this.sample(cpu, this.each[index] as Interval));
    return { cpus, cpuShares: this.machine.next(this.times.total) };
  }

  private sample(cpu: Cpu, interval: Interval): CpuSample {
    const node = cpu.currentNode;
    return {
      id: cpu.id,
      node: cpu.node,
      shares: interval.next(cpu.time),
      task: cpu.task?.name ?? '',
      symbol: node === cpu.idleNode ? '' : symbolName(cpu.engine.tree.sym(node)),
      runQueue: this.runQueueLength(cpu),
    };
  }
}

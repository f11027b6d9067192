// The sampled profiler: a clock per CPU that takes the call chain at every tick, as perf's cpu-clock does.
//
// * No events: a charge tells which ticks of the CPU's clock fell into it. How charges are cut does not matter.
// * Between two frames each CPU has room for `capacity` samples; what comes later is lost and counted, as when perf's
//   ring buffer is full.
// * Idle time is not sampled: perf top does not count it either.

import type { Ns } from '../base/time.ts';
import { SECOND } from '../base/time.ts';
import type { StackNode } from '../engine/call-tree.ts';
import { type Probe, TIME, type TimeKind } from '../engine/probe.ts';
import { SchedulingPoints } from './scheduling-points.ts';

export interface SamplerOptions {
  readonly rateHz: number;
  /** Samples that a CPU's buffer holds between two frames. */
  readonly capacity: number;
  readonly includeIdle: boolean;
}

export class Sampler implements Probe {
  readonly rateHz: number;
  /** Samples taken since the run began, without the lost ones. */
  samples = 0;
  lost = 0;
  readonly points = new SchedulingPoints();
  private readonly periodNs: Ns;
  private readonly capacity: number;
  private readonly firstIdleKind: number;
  /** Time from the end of the last charge to the CPU's next tick. */
  private readonly untilTick: Float64Array;
  private readonly room: Float64Array;
  /** Samples since the last drain, by node, and the nodes that have some. */
  private counts = new Float64Array(1024);
  private touched: StackNode[] = [];

  /** The CPUs' clocks are staggered over one period, so that they do not tick at one instant. */
  constructor(cpus: number, { rateHz, capacity, includeIdle }: SamplerOptions) {
    this.rateHz = rateHz;
    this.periodNs = Math.max(1, Math.floor(SECOND / rateHz + 0.5));
    this.capacity = capacity;
    this.firstIdleKind = includeIdle ? TIME.idle + 1 : TIME.iowait;
    this.untilTick = Float64Array.from({ length: cpus }, (_, cpu) => Math.floor((this.periodNs * (cpu + 0.5)) / cpus));
    this.room = new Float64Array(cpus).fill(capacity);
  }

  charge(cpu: number, node: StackNode, ns: Ns, kind: TimeKind): void {
    const left = (this.untilTick[cpu] as number) - ns;
    if (left >= 0) this.untilTick[cpu] = left;
    else this.tick(cpu, node, -left, kind);
  }

  /** Nothing ticks in it. */
  skips(cpu: number, ns: Ns): boolean {
    const left = (this.untilTick[cpu] as number) - ns;
    if (left < 0) return false;
    this.untilTick[cpu] = left;
    return true;
  }

  switched(_cpu: number, node: StackNode): void {
    this.points.add(node);
  }

  /** `pastNs`: how far the charge goes on after the first tick in it. */
  private tick(cpu: number, node: StackNode, pastNs: Ns, kind: TimeKind): void {
    const ticks = Math.ceil(pastNs / this.periodNs);
    this.untilTick[cpu] = ticks * this.periodNs - pastNs;
    if (kind >= this.firstIdleKind) return;
    const room = this.room[cpu] as number;
    const taken = Math.min(ticks, room);
    this.room[cpu] = room - taken;
    this.lost += ticks - taken;
    if (taken > 0) this.take(node, taken);
  }

  private take(node: StackNode, samples: number): void {
    this.samples += samples;
    if (node >= this.counts.length) this.grow(node);
    const before = this.counts[node] as number;
    if (before === 0) this.touched.push(node);
    this.counts[node] = before + samples;
  }

  private grow(node: StackNode): void {
    const counts = new Float64Array(2 * Math.max(node, this.counts.length));
    counts.set(this.counts);
    this.counts = counts;
  }

  /** Hands over the samples since the last drain, in the order in which their nodes were first hit, and makes room. */
  drain(give: (node: StackNode, samples: number) => void): void {
    for (const node of this.touched) {
      give(node, this.counts[node] as number);
      this.counts[node] = 0;
    }
    this.touched = [];
    this.room.fill(this.capacity);
  }
}

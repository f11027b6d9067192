// The simulation: a machine, a kernel and a workload put together from a scenario. Deterministic: what happens depends
// on the scenario, the seed and the commands with their instants, and on nothing else.
//
// Interface: advance (let time pass), dispatch (a command takes effect now), hash, and what an observer needs.

import type { Ns } from '../base/time.ts';
import { ROOT } from '../engine/call-tree.ts';
import type { Engine } from '../engine/engine.ts';
import type { Figure } from '../engine/figure.ts';
import { symbols } from '../engine/symbols.ts';
import type { LockClass } from '../kernel/locking/lock-class.ts';
import { memoryFigures } from '../kernel/mm/figures.ts';
import type { Kernel } from '../kernel/mm/kernel.ts';
import type { Races } from '../kernel/mm/races.ts';
import type { Subsystem } from '../kernel/mm/subsystem.ts';
import { kswapd } from '../kernel/mm/vmscan.ts';
import { raceFigures } from '../kernel/race/figures.ts';
import { createKernel, createSubsystems } from '../kernel/subsystems.ts';
import type { Cpu } from '../machine/cpu.ts';
import type { IpiLedger } from '../machine/ipi.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Program } from '../workload/program.ts';
import { startProgram } from '../workload/programs.ts';
import type { Command, Fault } from './command.ts';
import { type Flip, Flipper } from './flipper.ts';
import { buildMachine } from './machine.ts';

const S = symbols('stalled_cpu');

/** Something that happened at an instant and that people should see on every chart. */
export interface SimulationMarker {
  readonly atNs: Ns;
  readonly kind: 'flip' | 'load' | 'fault' | 'note';
  readonly text: string;
  readonly detail: string;
}

export interface SimulationOptions {
  readonly seed: number;
  /** Variants at the start that differ from the scenario's. */
  readonly set: Readonly<Record<string, string>>;
}

export class Simulation {
  readonly engine: Engine;
  readonly kernel: Kernel;
  readonly program: Program;
  readonly figures: readonly Figure[];
  private markers: SimulationMarker[] = [];
  private readonly subsystems: readonly Subsystem[];
  private readonly flipper: Flipper;

  constructor(scenario: Scenario, { seed, set }: SimulationOptions) {
    const { workload, kernel: spec } = scenario;
    const parts = buildMachine(scenario.machine, seed, workload.params);
    this.engine = parts.engine;
    this.kernel = createKernel(parts, { ...spec.variants, ...set });
    this.subsystems = createSubsystems(this.kernel);
    this.flipper = new Flipper(this.kernel, (flip) => this.flipped(flip));
    this.startKswapd();
    this.program = startProgram(workload.program, {
      kernel: this.kernel,
      params: workload.params,
      load: workload.load?.start ?? 0,
    });
    this.figures = [
      ...this.program.figures,
      ...memoryFigures(this.kernel),
      ...this.subsystems.flatMap(({ figures }) => figures),
      ...(this.races === null ? [] : raceFigures(this.races)),
    ];
  }

  private startKswapd(): void {
    const k = this.kernel;
    k.scheduler.wake(k.createTask('kswapd0', null, (c) => kswapd(k, c)));
  }

  get now(): Ns {
    return this.engine.now;
  }

  /** Events served since the run began. */
  get events(): number {
    return this.engine.events;
  }

  get cpus(): readonly Cpu[] {
    return this.kernel.cpus;
  }

  get lockClasses(): readonly LockClass[] {
    return this.kernel.lockClasses.all;
  }

  get ipiLedger(): IpiLedger {
    return this.kernel.ipiLedger;
  }

  get races(): Races | null {
    return this.kernel.races;
  }

  runQueueLength(cpu: Cpu): number {
    return this.kernel.scheduler.queue(cpu).length;
  }

  variants(): Record<string, string> {
    return Object.fromEntries(this.subsystems.map(({ id, gate }) => [id, gate.variant.id]));
  }

  flipping(): Flipper['current'] {
    return this.flipper.current;
  }

  /** Serves events up to and including `until`, at most `maxEvents`; true when `until` was reached. */
  advance(until: Ns, maxEvents: number): boolean {
    return this.engine.run(until, maxEvents);
  }

  dispatch(command: Command): void {
    if (command.kind === 'flip') this.flip(command.subsystem, command.variant);
    else if (command.kind === 'load') this.load(command.target, command.overNs);
    else if (command.kind === 'kill') this.kill();
    else this.inject(command.fault);
  }

  variantAhead(subsystem: string): string {
    return this.flipper.ahead(this.subsystem(subsystem));
  }

  private flip(id: string, to: string): void {
    this.flipper.flip(this.subsystem(id), to);
  }

  private subsystem(id: string): Subsystem {
    const found = this.subsystems.find((one) => one.id === id);
    if (found !== undefined) return found;
    throw new Error(`no subsystem '${id}', only ${this.subsystems.map((one) => one.id).join(', ')}`);
  }

  private flipped({ subsystem, from, to, costNs, text }: Flip): void {
    this.kernel.races?.startOver();
    this.mark('flip', `${subsystem} ${from} -> ${to}`, `${(costNs / 1e6).toFixed(1)} ms, ${text}`);
  }

  private load(target: number, overNs: Ns): void {
    this.program.setLoad(target, overNs);
    this.mark('load', `load -> ${target}`, '');
  }

  private kill(): void {
    if (this.program.kill === undefined) throw new Error('the workload cannot be killed');
    this.program.kill();
    for (const subsystem of this.subsystems) subsystem.killed?.();
    this.mark('load', 'all killed', '');
  }

  private inject(fault: Fault): void {
    const k = this.kernel;
    if (fault.kind === 'allocation') {
      k.faults.after = 0;
      k.faults.count = fault.count;
      this.mark('fault', `next ${fault.count} slab allocations fail`, '');
    } else if (fault.kind === 'slow-disk') {
      k.disk.slow(fault.factor, fault.forNs);
      this.mark('fault', `disk ${fault.factor} times slower`, `for ${fault.forNs / 1e9} s`);
    } else this.stall(fault.cpu, fault.forNs);
  }

  private stall(cpu: number, forNs: Ns): void {
    const node = this.engine.tree.child(ROOT, S.stalled_cpu);
    const chosen = this.cpus[cpu];
    if (chosen === undefined) throw new Error(`no CPU ${cpu}, only 0 to ${this.cpus.length - 1}`);
    chosen.interrupt(node, forNs, () => undefined);
    this.mark('fault', `CPU ${cpu} stalled`, `for ${forNs / 1e9} s`);
  }

  private mark(kind: SimulationMarker['kind'], text: string, detail: string): void {
    this.markers.push({ atNs: this.now, kind, text, detail });
  }

  /** Markers since the last call. */
  takeMarkers(): readonly SimulationMarker[] {
    return this.markers.splice(0);
  }

  /** Hash of everything that happened and of where things stand. */
  hash(): string {
    // Who has looked at the CPUs meanwhile, and when, must not matter.
    for (const cpu of this.cpus) cpu.settle();
    const { tree } = this.engine;
    let digest = this.engine.hash;
    const mix = (value: number): void => {
      digest = Math.imul(digest ^ (value % 0x7fff_ffff), 0x01000193);
    };
    for (let node = 0; node < tree.size; node++) mix(tree.ns[node] as number);
    for (const { acquisitions, contentions, wait } of this.lockClasses)
      for (const n of [acquisitions, contentions, wait.sum]) mix(n);
    for (const value of Object.values(this.kernel.stat)) mix(value);
    for (const value of Object.values(this.kernel.migration?.stat ?? {})) mix(value);
    return (digest >>> 0).toString(16).padStart(8, '0');
  }
}

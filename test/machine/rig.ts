// A small machine for tests: CPUs, a fair scheduler, one cost for every line transfer.

import type { Ns } from '../../src/base/time.ts';
import { Engine } from '../../src/engine/engine.ts';
import { TIME, type TimeKind } from '../../src/engine/probe.ts';
import { FairScheduler } from '../../src/kernel/sched/fair.ts';
import type { Call } from '../../src/machine/call.ts';
import { Coherence } from '../../src/machine/coherence.ts';
import { Cpu } from '../../src/machine/cpu.ts';
import type { Path } from '../../src/machine/path.ts';
import { Task } from '../../src/machine/task.ts';
import type { Tickless } from '../../src/machine/tickless.ts';

export interface RigOptions {
  readonly cpus: number;
  readonly seed?: number;
  readonly lineNs?: Ns;
  readonly hitNs?: Ns;
  readonly cpusPerDie?: number;
  readonly cpusPerSocket?: number;
  readonly otherSocketNs?: Ns;
  readonly contextSwitchNs?: Ns;
  readonly idleWakeNs?: Ns;
  readonly tickless?: Tickless;
  readonly latencyNs?: Ns;
  readonly minGranularityNs?: Ns;
  readonly wakeupGranularityNs?: Ns;
}

export class Rig {
  readonly engine: Engine;
  readonly scheduler: FairScheduler;
  readonly coherence: Coherence;
  readonly tasks: Task[] = [];

  constructor(options: RigOptions) {
    const { cpus, lineNs = 0, hitNs = 0 } = options;
    this.engine = new Engine(options.seed ?? 1);
    this.coherence = new Coherence(
      {
        cpus,
        cpusPerDie: options.cpusPerDie ?? cpus,
        cpusPerSocket: options.cpusPerSocket ?? cpus,
        nodes: 1,
      },
      { hitNs, sameDieNs: lineNs, sameSocketNs: lineNs, otherSocketNs: options.otherSocketNs ?? lineNs },
    );
    this.scheduler = new FairScheduler({
      latencyNs: options.latencyNs ?? 20_000_000,
      minGranularityNs: options.minGranularityNs ?? 4_000_000,
      wakeupGranularityNs: options.wakeupGranularityNs ?? 4_000_000,
    });
    const surroundings = {
      engine: this.engine,
      scheduler: this.scheduler,
      coherence: this.coherence,
      costs: {
        contextSwitchNs: options.contextSwitchNs ?? 0,
        idleWakeNs: options.idleWakeNs ?? 0,
        tickless: options.tickless ?? null,
      },
    };
    for (let id = 0; id < cpus; id++) this.scheduler.add(new Cpu(surroundings, id, 0));
  }

  get cpus(): readonly Cpu[] {
    return this.scheduler.cpus;
  }

  cpu(id: number): Cpu {
    return this.cpus[id] as Cpu;
  }

  /** A task that starts now; it prefers `cpu`. */
  spawn(name: string, cpu: number, path: (c: Call) => Path): Task {
    const task = new Task(this.engine, this.tasks.length + 1, name, this.cpu(cpu), path);
    this.tasks.push(task);
    this.scheduler.wake(task);
    return task;
  }

  /** A source that calls `fire` at the given instants. */
  timer(at: readonly Ns[], fire: (now: Ns) => void): void {
    const slot = this.engine.addSource({ fire });
    for (const one of at) this.engine.schedule(one, slot);
  }

  /** CPU time of one kind, up to now. */
  time(cpu: number, kind: keyof typeof TIME): Ns {
    this.cpu(cpu).settle();
    return this.cpu(cpu).time[TIME[kind] as TimeKind] as number;
  }

  /** Time of all kinds on all CPUs, up to now. */
  get accounted(): Ns {
    let sum = 0;
    for (const cpu of this.cpus) {
      cpu.settle();
      for (const ns of cpu.time) sum += ns;
    }
    return sum;
  }

  /** Time charged to all call chains. */
  get charged(): Ns {
    let sum = 0;
    for (let node = 0; node < this.engine.tree.size; node++) sum += this.engine.tree.ns[node] as number;
    return sum;
  }
}

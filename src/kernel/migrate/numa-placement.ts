// Placing tasks where their memory is (Linux 3.16 kernel/sched/fair.c as of a43455a1d572: task_numa_placement, task_numa_migrate,
// task_numa_compare; numa_groups are left out: they are for tasks that share pages).
//
// * Once per round of the scan a task looks on which node most of its faults were. It goes there when a CPU is idle, or changes
//   places with a task that has nothing to lose by it.
// * When that fails, or the load balancer moves it away again, it tries anew with one of its next faults.

import { type Ns, SECOND } from '../../base/time.ts';
import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Cpu } from '../../machine/cpu.ts';
import type { Path } from '../../machine/path.ts';
import { COND_RESCHED, sync } from '../../machine/wait.ts';
import type { Kernel } from '../mm/kernel.ts';
import type { MigrateStat } from '../mm/migrate-stat.ts';
import type { TaskStruct } from '../mm/task-struct.ts';
import { type NumaTask, type NumaTasks, SCAN_PERIOD_MIN } from './numa-task.ts';

const S = symbols(
  'task_numa_fault',
  'task_numa_migrate',
  'task_numa_find_cpu',
  'migrate_task_to',
  'migrate_swap',
  'stop_two_cpus',
);

/** A try takes place at most so often, and sixteen times in a scan period. */
const RETRY: Ns = SECOND;
const TRIES_PER_PERIOD = 16;
/** imbalance_pct between nodes, half of what is above 100: the fuller node has so much more load at most. */
const IMBALANCE_PCT = 112;

/** Runnable tasks and CPUs of a node; a task of nice level 0 is a load of one. */
interface NodeLoad {
  readonly running: number;
  readonly cpus: number;
}

interface Place {
  readonly cpu: Cpu;
  /** Who has to go in return; null: the CPU is idle. */
  readonly other: TaskStruct | null;
  readonly gain: number;
}

export class NumaPlacement {
  private readonly k: Kernel;
  private readonly stat: MigrateStat;
  private readonly tasks: NumaTasks;

  constructor(k: Kernel, stat: MigrateStat, tasks: NumaTasks) {
    this.k = k;
    this.stat = stat;
    this.tasks = tasks;
  }

  /** The running task has faulted on so many pages, by the node where they are now. */
  *task_numa_fault(from: Call, own: NumaTask, scanSeq: number, pages: readonly number[]): Path {
    const c = from.enter(S.task_numa_fault);
    if (own.scanSeq !== scanSeq) {
      own.scanSeq = scanSeq;
      const best = own.endRound();
      if (best >= 0 && best !== own.preferred) {
        own.preferred = best;
        yield* this.numa_migrate_preferred(c, own);
      }
    }
    if (this.k.engine.now > own.retryAt) yield* this.numa_migrate_preferred(c, own);
    own.count(pages);
  }

  private *numa_migrate_preferred(c: Call, own: NumaTask): Path {
    if (own.preferred < 0) return;
    own.retryAt = this.k.engine.now + Math.min(RETRY, Math.floor(own.scanPeriod / TRIES_PER_PERIOD));
    if (c.cpu.node !== own.preferred) yield* this.task_numa_migrate(c.enter(S.task_numa_migrate), own);
  }

  private *task_numa_migrate(c: Call, own: NumaTask): Path {
    const place = yield* this.findPlace(c, own);
    if (place === null) return;
    own.scanPeriod = SCAN_PERIOD_MIN;
    const { cpu, other } = place;
    const { scheduler } = this.k;
    const { task, cpu: home } = c;
    const stop = other === null ? c.enter(S.migrate_task_to) : c.enter(S.migrate_swap).enter(S.stop_two_cpus);
    stop.spend((other === null ? 1 : 2) * this.k.costOf('lock.wake'));
    yield* sync(stop);
    // Somebody else may run there now, or be on the way (migrate_swap_stop looks, too).
    if (other !== null && (other.cpu !== cpu || other.goesTo !== null)) return;
    if (task.pinned || task.goesTo !== null) return;
    scheduler.sendTo(task, cpu);
    if (other !== null) scheduler.sendTo(other, home);
    this.stat.tasksPlaced += other === null ? 1 : 2;
    yield COND_RESCHED;
  }

  /** On the node that the task prefers or, when nothing is to be had there, on another that is better than where it is. */
  private *findPlace(c: Call, own: NumaTask): Path<Place | null> {
    const { node: from } = c.cpu;
    const here = own.weight(from);
    const preferred = yield* this.task_numa_find_cpu(c, own.preferred, own.weight(own.preferred) - here);
    if (preferred !== null) return preferred;
    let best: Place | null = null;
    for (let node = 0; node < this.k.frames.nodes; node++) {
      const gain = own.weight(node) - here;
      if (node === from || node === own.preferred || gain < 0) continue;
      best = better(best, yield* this.task_numa_find_cpu(c, node, gain));
    }
    return best;
  }

  /** `gain`: what the task wins on that node. */
  private *task_numa_find_cpu(from: Call, node: number, gain: number): Path<Place | null> {
    const c = from.enter(S.task_numa_find_cpu);
    const [source, target] = [this.loadOf(c.cpu.node), this.loadOf(node)];
    let best: Place | null = null;
    for (const cpu of this.k.cpus) {
      if (cpu.node !== node) continue;
      // The line of its run queue.
      c.spend(this.k.coherence.transfer(cpu.id, c.cpu.id));
      best = better(best, this.task_numa_compare(c.cpu, cpu, gain, source, target));
    }
    yield* sync(c);
    return best;
  }

  private loadOf(node: number): NodeLoad {
    let [running, cpus] = [0, 0];
    for (const cpu of this.k.cpus) {
      if (cpu.node !== node) continue;
      running += this.k.scheduler.queue(cpu).length;
      cpus++;
    }
    return { running, cpus };
  }

  private task_numa_compare(from: Cpu, cpu: Cpu, gain: number, source: NodeLoad, target: NodeLoad): Place | null {
    const task = cpu.task as TaskStruct | null;
    if (task === null) {
      if (source.running < source.cpus && target.running >= target.cpus) return null;
      return isTooUneven(source, target) ? null : { cpu, other: null, gain };
    }
    if (task.pinned || task.urgent || task.goesTo !== null) return null;
    // An exchange leaves the loads as they are.
    return { cpu, other: task, gain: gain + this.weightOf(task, from.node) - this.weightOf(task, cpu.node) };
  }

  private weightOf(task: TaskStruct, node: number): number {
    return this.tasks.find(task)?.weight(node) ?? 0;
  }
}

/** Nothing is won by a place with a loss; of two that are equal the later is taken, as task_numa_compare does. */
const better = (best: Place | null, other: Place | null): Place | null =>
  other === null || other.gain < (best?.gain ?? 0) ? best : other;

/** Whether the loads would differ too much, and more than they do, when one task went from `source` to `target`. */
function isTooUneven(source: NodeLoad, target: NodeLoad): boolean {
  const excess = (one: number, other: number): number =>
    100 * Math.max(one, other) - IMBALANCE_PCT * Math.min(one, other);
  const perCpu = ({ running, cpus }: NodeLoad, more: number): number => (running + more) / cpus;
  const after = excess(perCpu(source, -1), perCpu(target, 1));
  return after > 0 && after > excess(perCpu(source, 0), perCpu(target, 0));
}

// The fair scheduler: CFS of Linux 2.6.33 without groups and nice levels.
//
// * Virtual runtime = CPU time used. The runnable task with the least of it runs next.
// * A woken sleeper is placed up to half a latency period before the others (GENTLE_FAIR_SLEEPERS), a forked child one
//   slice behind them (START_DEBIT), so sleepers get in quickly and forks do not starve the rest.
// * Kernel code is not preempted (CONFIG_PREEMPT_NONE): a task makes room on its way to user mode.
// * An urgent task (a flip's) goes first, as one of the real-time class would.
// * An idle CPU takes a task from the longest queue (newidle balancing); fork and wake-up choose the shortest.
// * Somebody who knows better may send a task to a CPU (migrate_task_to, migrate_swap): it makes room at its next chance and goes
//   on there.

import type { Ns } from '../../base/time.ts';
import { Panic } from '../../engine/panic.ts';
import type { Cpu } from '../../machine/cpu.ts';
import type { Scheduler } from '../../machine/scheduler.ts';
import type { Task } from '../../machine/task.ts';
import { RunQueue } from './run-queue.ts';

export interface FairCosts {
  /** sysctl_sched_latency, scaled by the number of CPUs. */
  readonly latencyNs: Ns;
  /** sysctl_sched_min_granularity, scaled likewise: the slice when many tasks wait. */
  readonly minGranularityNs: Ns;
  /** sysctl_sched_wakeup_granularity: how far behind a woken task must be to preempt. */
  readonly wakeupGranularityNs: Ns;
}

export class FairScheduler implements Scheduler {
  readonly cpus: Cpu[] = [];
  private readonly queues: RunQueue[] = [];
  private readonly costs: FairCosts;

  constructor(costs: FairCosts) {
    this.costs = costs;
  }

  add(cpu: Cpu): void {
    this.cpus.push(cpu);
    this.queues.push(new RunQueue());
  }

  queue(cpu: Cpu): RunQueue {
    return this.queues[cpu.id] as RunQueue;
  }

  /** Runnable and running tasks of the machine. */
  get runnable(): number {
    return this.queues.reduce((sum, queue) => sum + queue.length, 0);
  }

  pick(cpu: Cpu): Task | null {
    const queue = this.queue(cpu);
    const next = queue.waiting.pop() ?? this.steal(cpu);
    if (next === null) return null;
    next.goesTo = null;
    queue.running = 1;
    queue.needResched = false;
    queue.minVruntime = Math.max(queue.minVruntime, next.key);
    next.execSince = cpu.engine.now;
    next.sliceNs = 0;
    return next;
  }

  requeue(cpu: Cpu, task: Task): void {
    this.update(cpu, task);
    const queue = this.queue(cpu);
    queue.running = 0;
    if (task.goesTo !== null) {
      this.arrive(task, cpu, task.goesTo);
      return;
    }
    task.state = 'runnable';
    queue.waiting.push(task);
  }

  /** The task goes on at `cpu`: at once when it waits for its own, or else as soon as it makes room there or wakes. */
  sendTo(task: Task, cpu: Cpu): void {
    if (task.pinned || task.cpu === cpu) return;
    if (task.state === 'runnable') {
      this.queue(task.cpu).waiting.remove(task);
      this.arrive(task, task.cpu, cpu);
      return;
    }
    task.goesTo = cpu;
    if (task.state === 'running') task.cpu.limitUser(0);
  }

  /** Until it has run there nobody pulls it away. */
  private arrive(task: Task, from: Cpu, to: Cpu): void {
    task.goesTo = to;
    task.key += this.queue(to).minVruntime - this.queue(from).minVruntime;
    this.enqueue(to, task);
  }

  leave(cpu: Cpu, task: Task): void {
    this.update(cpu, task);
    this.queue(cpu).running = 0;
  }

  budget(cpu: Cpu, task: Task): Ns {
    this.update(cpu, task);
    if (task.goesTo !== null) return 0;
    const queue = this.queue(cpu);
    const rival = queue.waiting.peek();
    if (rival === null) return Number.POSITIVE_INFINITY;
    if (queue.needResched || rival.urgent) return 0;
    const slice = Math.max(this.costs.minGranularityNs, Math.floor(this.costs.latencyNs / queue.length));
    return Math.max(0, slice - task.sliceNs);
  }

  wake(task: Task): void {
    if (task.state === 'new') this.start(task);
    else if (task.state === 'sleeping') this.resume(task);
    else throw new Panic('wake-up of a task that does not sleep', { task: task.name, state: task.state });
  }

  private start(task: Task): void {
    const cpu = task.pinned ? task.cpu : this.shortest(task.cpu);
    task.key = this.queue(cpu).minVruntime + this.costs.minGranularityNs;
    this.enqueue(cpu, task);
  }

  private resume(task: Task): void {
    if (task.inIowait) {
      task.inIowait = false;
      task.cpu.endIowait();
    }
    const from = this.queue(task.cpu).minVruntime;
    const cpu = task.goesTo ?? (task.pinned ? task.cpu : this.shortest(task.cpu));
    const base = this.queue(cpu).minVruntime;
    task.key = Math.max(base - Math.floor(this.costs.latencyNs / 2), task.key - from + base);
    if (cpu.task !== null) this.checkPreempt(cpu, cpu.task, task);
    this.enqueue(cpu, task);
  }

  /** check_preempt_wakeup: a woken task that is far enough behind goes first at the next chance. */
  private checkPreempt(cpu: Cpu, current: Task, woken: Task): void {
    this.update(cpu, current);
    if (current.key - woken.key > this.costs.wakeupGranularityNs) this.queue(cpu).needResched = true;
  }

  private enqueue(cpu: Cpu, task: Task): void {
    task.state = 'runnable';
    task.cpu = cpu;
    if (task.urgent) task.key = -1;
    this.queue(cpu).waiting.push(task);
    const current = cpu.task;
    if (cpu.state === 'idle') cpu.kick();
    else if (current !== null && cpu.state === 'user') cpu.limitUser(this.budget(cpu, current));
  }

  /** Where to put a woken task: where it ran, unless another CPU has fewer (an idle one above all). */
  private shortest(home: Cpu): Cpu {
    let best = home;
    let least = this.queue(home).length;
    for (let i = 1; i < this.cpus.length && least > 0; i++) {
      const cpu = this.cpus[(home.id + i) % this.cpus.length] as Cpu;
      const length = this.queue(cpu).length;
      if (length === 0 || length + 1 < least) {
        best = cpu;
        least = length;
      }
    }
    return best;
  }

  /**
   * Newidle balancing takes from the CPU with most waiting, but not what is pinned or has been sent there, nor from one that is just waking
   * its only task.
   */
  private steal(cpu: Cpu): Task | null {
    let longest: RunQueue | null = null;
    let most = 0;
    for (const queue of this.queues) {
      const first = queue.waiting.peek();
      if (first === null || queue.waiting.size <= most || queue.length < 2) continue;
      if (first.pinned || first.goesTo !== null) continue;
      longest = queue;
      most = queue.waiting.size;
    }
    const task = longest?.waiting.pop() ?? null;
    if (task === null || longest === null) return null;
    const own = this.queue(cpu);
    task.key = task.key - longest.minVruntime + own.minVruntime;
    task.cpu = cpu;
    return task;
  }

  /** Credits the running task's virtual runtime up to now. */
  private update(cpu: Cpu, task: Task): void {
    const used = cpu.engine.now - task.execSince;
    task.execSince = cpu.engine.now;
    task.key += used;
    task.sliceNs += used;
    const queue = this.queue(cpu);
    const rival = queue.waiting.peek();
    const least = rival === null ? task.key : Math.min(task.key, rival.key);
    queue.minVruntime = Math.max(queue.minVruntime, least);
  }
}

// A task: something that a CPU can run. The kernel's task_struct extends it.

import type { Keyed } from '../base/min-heap.ts';
import type { Ns } from '../base/time.ts';
import { ROOT } from '../engine/call-tree.ts';
import type { Engine, Source } from '../engine/engine.ts';
import { Call } from './call.ts';
import type { Cpu } from './cpu.ts';
import type { Path, Request } from './path.ts';

const NO_TIMER = -1;

export type TaskState = 'new' | 'running' | 'runnable' | 'sleeping' | 'dead';

/** Somebody who spins as long as the owner of a lock runs (mutex_spin_on_owner). */
export interface OwnerWatch {
  /** The next of the same owner. */
  next: OwnerWatch | null;
  ownerLeft(): void;
}

export class Task implements Source, Keyed {
  readonly engine: Engine;
  readonly id: number;
  name: string;
  state: TaskState = 'new';
  /** Where it runs or ran last. */
  cpu: Cpu;
  /** What the CPU lets go on. */
  readonly path: Path<unknown>;
  /** Performed when a CPU takes the task up again, before its path goes on; null for none. */
  pending: Request | null = null;
  /** User time that the current compute phase still needs. */
  userLeftNs: Ns = 0;
  /** Of the real-time class: runs before all others, as the migration threads do. */
  urgent = false;
  /** Runs on its own CPU only. */
  pinned = false;
  /** Where it is to go on when it leaves its CPU or wakes, until it runs there; null: wherever the scheduler likes. */
  goesTo: Cpu | null = null;
  /** Sleeps on the disk: an idle CPU that it waits on counts as iowait. */
  inIowait = false;
  /** How many times it is inside the gates of switchable subsystems, a few bits each (kernel/locking/gate.ts). */
  gateDepths = 0;
  /** Who spins because this task runs: told when it leaves its CPU. Null for none, the usual case. */
  spinners: OwnerWatch | null = null;
  private timerAt: Ns = NO_TIMER;
  private slot = -1;

  // Scheduler's own (see Keyed): key is the virtual runtime.
  key = 0;
  order = 0;
  position = -1;
  /** Start of the span of CPU time that its virtual runtime does not contain yet. */
  execSince: Ns = 0;
  /** CPU time since it was picked. */
  sliceNs: Ns = 0;

  constructor(engine: Engine, id: number, name: string, cpu: Cpu, path: (call: Call) => Path) {
    this.engine = engine;
    this.id = id;
    this.name = name;
    this.cpu = cpu;
    this.path = path(new Call(this, ROOT));
  }

  /** Wakes the task `ns` from now unless something else wakes it earlier. */
  startTimer(ns: Ns): void {
    if (this.slot < 0) this.slot = this.engine.addSource(this);
    this.timerAt = this.engine.now + ns;
    this.engine.schedule(this.timerAt, this.slot);
  }

  fire(now: Ns): void {
    if (now === this.timerAt) this.wake();
  }

  /** Its path is through. */
  end(): void {
    this.state = 'dead';
    if (this.slot >= 0) this.engine.dropSource(this.slot);
  }

  /**
   * Ends the task's sleep and its timer. Does nothing to a task that does not sleep: who sleeps on a condition must test
   * it and block in one request (see kernel/locking/wait-queue.ts), or the wake-up may come in between and be lost.
   */
  wake(): void {
    if (this.state !== 'sleeping') return;
    this.timerAt = NO_TIMER;
    this.cpu.scheduler.wake(this);
  }
}

// Flipping a subsystem: a kernel task closes the gate, waits for the calls in flight, hands every live object over, and
// opens the gate again. The hand-over's cost is charged to that task, while everybody else waits.
//
// One flip at a time, also of different subsystems: two closed gates could wait for each other's tasks for ever. Further flips
// wait in line.

import type { Ns } from '../base/time.ts';
import { symbols } from '../engine/symbols.ts';
import type { Kernel } from '../kernel/mm/kernel.ts';
import type { Subsystem } from '../kernel/mm/subsystem.ts';
import { current } from '../kernel/mm/task-struct.ts';
import type { Call } from '../machine/call.ts';
import type { Path } from '../machine/path.ts';
import { sync } from '../machine/wait.ts';

const S = symbols('flip');

export interface Flip {
  readonly subsystem: string;
  readonly from: string;
  readonly to: string;
  /** For the calls in flight. */
  readonly waitedNs: Ns;
  readonly costNs: Ns;
  /** What was handed over, for people. */
  readonly text: string;
}

interface Wanted {
  readonly subsystem: Subsystem;
  readonly to: string;
}

export class Flipper {
  private readonly k: Kernel;
  private readonly done: (flip: Flip) => void;
  /** The first one is in progress. */
  private readonly line: Wanted[] = [];
  /** The task is there; it may still settle the last flip when the line is empty. */
  private isRunning = false;

  constructor(k: Kernel, done: (flip: Flip) => void) {
    this.k = k;
    this.done = done;
  }

  /** The flip in progress. */
  get current(): { readonly subsystem: string; readonly to: string; readonly inFlight: number } | null {
    const first = this.line[0];
    if (first === undefined) return null;
    return { subsystem: first.subsystem.id, to: first.to, inFlight: first.subsystem.gate.inFlight };
  }

  /** The variant when all flips that were asked for are made. */
  ahead({ id, gate }: Subsystem): string {
    return this.line.findLast(({ subsystem }) => subsystem.id === id)?.to ?? gate.variant.id;
  }

  flip(subsystem: Subsystem, to: string): void {
    this.line.push({ subsystem, to });
    if (!this.isRunning) this.start();
  }

  private start(): void {
    this.isRunning = true;
    const task = this.k.createTask('flip', null, (c) => this.run(c.enter(S.flip)));
    task.memalloc = true;
    task.urgent = true;
    this.k.scheduler.wake(task);
  }

  /** The path of the task: one flip after another until nobody wants one. */
  private *run(c: Call): Path {
    for (let next = this.line[0]; next !== undefined; next = this.line[0]) {
      if (next.subsystem.gate.variant.id !== next.to) yield* this.exchange(c, next);
      else this.line.shift();
    }
    this.isRunning = false;
    this.k.tasks.delete(current(c));
  }

  private *exchange(c: Call, { subsystem, to }: Wanted): Path {
    const { engine } = this.k;
    const { gate } = subsystem;
    const [from, closedAt] = [gate.variant.id, engine.now];
    yield* gate.close();
    const drainedAt = engine.now;
    const { costNs, text } = subsystem.handOver(to);
    c.spend(costNs);
    yield* sync(c);
    gate.open();
    this.line.shift();
    this.done({ subsystem: subsystem.id, from, to, waitedNs: drainedAt - closedAt, costNs, text });
    if (subsystem.settle !== undefined) yield* subsystem.settle(c);
  }
}

// Requests that every path needs: user mode, sleep, a safe point.

import type { Ns } from '../base/time.ts';
import type { StackNode } from '../engine/call-tree.ts';
import { userSymbol } from '../engine/symbols.ts';
import type { Call } from './call.ts';
import type { Cpu } from './cpu.ts';
import { type Path, READY, type Request, RequestPath } from './path.ts';

class Sync extends RequestPath {
  perform(): boolean {
    return true;
  }
}

/** Brings the CPU's own clock up to the moment: what is read after it is what others see. */
export const sync = ({ cpu }: Call): Path => (cpu.catchUp() ? READY : new Sync());

/** cond_resched(): makes room for a waiting task when the running one has used its share. */
export const COND_RESCHED: Request = { perform: (cpu) => !cpu.yieldIfDue() };

class UserMode implements Request {
  private readonly node: StackNode;

  constructor(node: StackNode) {
    this.node = node;
  }

  perform(cpu: Cpu): boolean {
    return cpu.enterUser(this.node);
  }
}

/** Sleeps until Task.wake(). */
export const SLEEP: Request = {
  perform(cpu) {
    cpu.block();
    return false;
  },
};

class Timer implements Request {
  private readonly ns: Ns;
  private readonly io: boolean;

  constructor(ns: Ns, io: boolean) {
    this.ns = ns;
    this.io = io;
  }

  perform(cpu: Cpu): boolean {
    cpu.task?.startTimer(this.ns);
    cpu.block(this.io);
    return false;
  }
}

/** Sleeps for `ns` of simulated time. */
export const sleepFor = (ns: Ns): Request => new Timer(ns, false);

/** The same as io_schedule_timeout does it: meanwhile an idle CPU counts as waiting for the disk. */
export const ioSleepFor = (ns: Ns): Request => new Timer(ns, true);

/**
 * Goes on with the task's remaining user time. Returns when it is used up or after the task had to make room for
 * another: look at task.userLeftNs.
 */
export const userMode = (c: Call, symbol: number): Request => new UserMode(c.task.engine.tree.child(c.node, symbol));

const compute = userSymbol('user');

/** Computes in user mode for `ns`, however often it is preempted; `symbol`: where in the program. */
export function* computeFor(c: Call, ns: Ns, symbol = compute): Path {
  c.task.userLeftNs += ns;
  while (c.task.userLeftNs > 0) yield userMode(c, symbol);
}

// The probe: the narrow interface through which the simulation is observed. The engine calls it, observe implements it.

import type { Ns } from '../base/time.ts';
import type { StackNode } from './call-tree.ts';

/** What a CPU's time went to; the index into its time table. */
export const TIME = { user: 0, sys: 1, spin: 2, irq: 3, iowait: 4, idle: 5 } as const;
export type TimeKind = (typeof TIME)[keyof typeof TIME];

export interface Probe {
  /** CPU time that has passed with `node` on the stack; called in order of time for each CPU. */
  charge(cpu: number, node: StackNode, ns: Ns, kind: TimeKind): void;
  /**
   * Time that has passed, asked before it is charged bit by bit. True: on which call chains does not matter to this probe,
   * and there will be no charges for it.
   */
  skips(cpu: number, ns: Ns): boolean;
  /** sched_switch: a task has left its CPU; `node`: what it did last. */
  switched(cpu: number, node: StackNode): void;
}

export const NO_PROBE: Probe = { charge: () => undefined, skips: () => true, switched: () => undefined };

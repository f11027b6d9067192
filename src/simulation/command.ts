// Commands: the only inputs that can influence a run. Each is logged with the instant at which it took effect.

import type { Ns } from '../base/time.ts';

export type Command =
  | { readonly kind: 'flip'; readonly subsystem: string; readonly variant: string }
  /** Target of the workload's load, in its own unit (users for aim7); `overNs` > 0 ramps to it. */
  | { readonly kind: 'load'; readonly target: number; readonly overNs: Ns }
  /** SIGKILL to all processes of the workload; its load is 0 from then on. */
  | { readonly kind: 'kill' }
  | { readonly kind: 'inject'; readonly fault: Fault };

/** What can be broken on purpose. */
export type Fault =
  /** The next `count` slab allocations fail, whatever they are for. */
  | { readonly kind: 'allocation'; readonly count: number }
  /** Every disk request takes `factor` times as long for `forNs`; the last one counts. */
  | { readonly kind: 'slow-disk'; readonly factor: number; readonly forNs: Ns }
  /** A CPU runs with interrupts off for `forNs`. */
  | { readonly kind: 'stalled-cpu'; readonly cpu: number; readonly forNs: Ns };

export interface LoggedCommand {
  readonly atNs: Ns;
  readonly command: Command;
}

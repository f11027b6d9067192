// What a flip needs from a switchable subsystem in order to exchange its variant in mid-run.

import type { Ns } from '../../base/time.ts';
import type { Figure } from '../../engine/figure.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';
import type { Gate } from '../locking/gate.ts';

export interface Subsystem {
  readonly id: string;
  /** Behind it: the variant that runs. */
  readonly gate: Gate<{ readonly id: string }>;
  readonly figures: readonly Figure[];
  /** Converts every live object and puts the variant `to` in the running one's place. The gate must be closed. */
  handOver(to: string): HandOver;
  /** What is left to do once the gate is open again, if anything ever is. */
  settle?(c: Call): Path;
  /** All processes of the workload have to die: what is measured of them ends here. */
  killed?(): void;
}

export interface HandOver {
  /** What it costs the flipping task. */
  readonly costNs: Ns;
  /** What was handed over, for people. */
  readonly text: string;
}

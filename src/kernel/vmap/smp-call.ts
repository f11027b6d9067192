// Making all other CPUs flush their TLBs and waiting for them, as each architecture does it.

import type { Sym } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import type { Path } from '../../machine/path.ts';

export interface SmpCall {
  /** The function that flushes the TLB of the CPU that runs it. */
  readonly flushSym: Sym;
  /** Interrupts must be on: others may be sending, too. */
  smp_call_function(c: Call): Path;
}

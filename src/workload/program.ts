// A workload program: what runs on the simulated machine.

import type { Ns } from '../base/time.ts';
import { UsageError } from '../base/usage-error.ts';
import type { Figure } from '../engine/figure.ts';
import type { Kernel } from '../kernel/mm/kernel.ts';

export interface Program {
  readonly figures: readonly Figure[];
  /** Moves the load to `target`, in the workload's own unit, evenly over `overNs`. */
  setLoad(target: number, overNs: Ns): void;
  /** Kills all processes that are the load, which is 0 from then on. Only of programs whose run can be ended so. */
  kill?(): void;
}

/** What a program gets: the kernel, its parameters (validated by its own schema) and the load at the start. */
export interface ProgramOptions<Params> {
  readonly kernel: Kernel;
  readonly params: Params;
  readonly load: number;
}

/** A part of the kernel that the program needs; `subsystem`: one that the scenario has to name for it. */
export function requirePart<Part>(program: string, part: Part | null, subsystem: string): Part {
  if (part !== null) return part;
  throw new UsageError(
    `workload.program ${program}: expected kernel.variants to name '${subsystem}', got no such entry`,
  );
}

// A part of the kernel with subsystems of its own, which a machine has only if its scenario names one of them.

import type { Kernel, KernelParts, KernelVariants } from '../mm/kernel.ts';
import type { Subsystem } from '../mm/subsystem.ts';

/** The variant that runs first, by subsystem. */
export type VariantOf = (subsystem: string) => string;

export interface Part {
  /** Its subsystems' variants, oldest first: the ids that files, screen and command line use. */
  readonly variants: Readonly<Record<string, readonly string[]>>;
  /** The costs that a machine must state then. */
  readonly costs: readonly string[];
  create(variant: VariantOf, parts: KernelParts): Omit<KernelVariants, 'rmap'>;
  /** None when the kernel was made without this part. */
  subsystems(k: Kernel): readonly Subsystem[];
}

// What a scenario file may name: workload programs, and subsystems with their variants.

import type { z } from 'zod';
import { didYouMean } from '../base/closest.ts';
import { UsageError } from '../base/usage-error.ts';

export interface Catalogue {
  /** Program -> schema of its parameters. */
  readonly programs: Readonly<Record<string, z.ZodType>>;
  /** Subsystem -> its variants, oldest first. */
  readonly subsystems: Readonly<Record<string, readonly string[]>>;
}

/** What is wrong with naming this variant of this subsystem, or null. */
export function variantProblem(catalogue: Catalogue, subsystem: string, variant: string): string | null {
  const variants = Object.hasOwn(catalogue.subsystems, subsystem) ? catalogue.subsystems[subsystem] : undefined;
  if (variants === undefined) {
    return `expected a subsystem, got '${subsystem}'${didYouMean(subsystem, Object.keys(catalogue.subsystems))}`;
  }
  if (variants.includes(variant)) return null;
  return `expected a variant of ${subsystem}, got '${variant}'${didYouMean(variant, variants)}`;
}

/** For variants that come from the command line; `where` names the option. */
export function requireVariant(catalogue: Catalogue, where: string, subsystem: string, variant: string): void {
  const problem = variantProblem(catalogue, subsystem, variant);
  if (problem !== null) throw new UsageError(`${where}: ${problem}`);
}

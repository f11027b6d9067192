// What a scenario file may name: workload programs, and subsystems with their variants.

import type { z } from 'zod';
import { didYouMean } from '../base/closest.ts';
import { UsageError } from '../base/usage-error.ts';
import type { CostKind } from '../machine/machine-schema.ts';

export interface Catalogue {
  /** Program -> schema of its parameters. */
  readonly programs: Readonly<Record<string, z.ZodType>>;
  /** Programs whose processes can be killed. */
  readonly killable: readonly string[];
  /** Subsystem -> its variants, oldest first. */
  readonly subsystems: Readonly<Record<string, readonly string[]>>;
  /** Those that a machine has only if kernel.variants names them -> the costs that it must state then. */
  readonly optional: Readonly<Record<string, readonly string[]>>;
  /** Costs that a machine may state. */
  readonly costs: Readonly<Record<string, CostKind>>;
}

type Variants = Readonly<Record<string, string>>;

/** Is the subsystem on a machine whose scenario has these kernel.variants? */
const isThere = ({ optional }: Catalogue, subsystem: string, variants: Variants): boolean =>
  !Object.hasOwn(optional, subsystem) || Object.hasOwn(variants, subsystem);

/** The costs that the subsystems of such a machine need, each with the first that needs it. */
export function neededCosts({ optional }: Catalogue, variants: Variants): ReadonlyMap<string, string> {
  const needed = new Map<string, string>();
  for (const [subsystem, costs] of Object.entries(optional)) {
    if (!Object.hasOwn(variants, subsystem)) continue;
    for (const cost of costs) if (!needed.has(cost)) needed.set(cost, subsystem);
  }
  return needed;
}

/** What is wrong with naming this variant of this subsystem on a machine that starts with `variants`, or null. */
export function presentVariantProblem(
  catalogue: Catalogue,
  variants: Variants,
  subsystem: string,
  variant: string,
): string | null {
  const problem = variantProblem(catalogue, subsystem, variant);
  if (problem !== null || isThere(catalogue, subsystem, variants)) return problem;
  const there = Object.keys(catalogue.subsystems).filter((one) => isThere(catalogue, one, variants));
  return `expected a subsystem of this machine (${there.join(', ')}), got '${subsystem}', which kernel.variants does not name`;
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

/** What is wrong with killing the processes of this program, or null. */
export const killProblem = ({ killable }: Catalogue, program: string): string | null =>
  killable.includes(program)
    ? null
    : `expected a workload program whose run can be ended (${killable.join(', ')}), got '${program}'`;

/** For variants that come from the command line; `where` names the option. */
export function requireVariant(
  catalogue: Catalogue,
  variants: Variants,
  where: string,
  { subsystem, variant }: { readonly subsystem: string; readonly variant: string },
): void {
  const problem = presentVariantProblem(catalogue, variants, subsystem, variant);
  if (problem !== null) throw new UsageError(`${where}: ${problem}`);
}

// The switchable subsystems and their variants, oldest first: the ids that files, screen and command line use.

import { UsageError } from '../base/usage-error.ts';
import { MOST_GATES } from './locking/gate.ts';
import { Kernel, type KernelParts, type KernelVariants } from './mm/kernel.ts';
import type { Subsystem } from './mm/subsystem.ts';
import { ADDRESS_SPACE } from './parts/address-space.ts';
import { HIGHMEM } from './parts/highmem.ts';
import { LOOP_LOCK } from './parts/loop-lock.ts';
import { MIGRATION } from './parts/migration.ts';
import type { Part } from './parts/part.ts';
import { VMAP } from './parts/vmap.ts';
import { createRmap, RMAP_VARIANTS } from './rmap/index.ts';
import { Rmap } from './rmap/rmap.ts';

/** In the order in which their subsystems are listed. */
const PARTS: readonly Part[] = [VMAP, LOOP_LOCK, ADDRESS_SPACE, HIGHMEM, MIGRATION];

export const SUBSYSTEMS: Readonly<Record<string, readonly string[]>> = Object.fromEntries([
  ['rmap', Object.keys(RMAP_VARIANTS)],
  ...PARTS.flatMap(({ variants }) => Object.entries(variants)),
]);

/** Subsystems that a machine has only if its scenario's variants name them -> the costs that it must state then. */
export const OPTIONAL_SUBSYSTEMS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  PARTS.flatMap(({ variants, costs }) => Object.keys(variants).map((id) => [id, costs])),
);

/** Variants by subsystem; one that the kernel has and that is not chosen runs as its oldest. */
export type Chosen = Readonly<Record<string, string>>;

export function createKernel(parts: KernelParts, chosen: Chosen): Kernel {
  const variant = (subsystem: string): string => chosen[subsystem] ?? SUBSYSTEMS[subsystem]?.[0] ?? '';
  const isNamed = ({ variants }: Part): boolean => Object.keys(variants).some((id) => Object.hasOwn(chosen, id));
  const named = PARTS.filter(isNamed);
  requireGates(['rmap', ...named.flatMap(({ variants }) => Object.keys(variants))]);
  let made: KernelVariants = { rmap: (k) => createRmap(k, variant('rmap')) };
  for (const part of named) made = { ...made, ...part.create(variant, parts) };
  return new Kernel(parts, made);
}

function requireGates(subsystems: readonly string[]): void {
  if (subsystems.length <= MOST_GATES) return;
  const got = `${subsystems.length} (${subsystems.join(', ')})`;
  throw new UsageError(`kernel.variants: expected at most ${MOST_GATES} subsystems on one machine, got ${got}`);
}

/** All that can be flipped in a kernel. */
export const createSubsystems = (k: Kernel): readonly Subsystem[] => [
  new Rmap(k),
  ...PARTS.flatMap((part) => part.subsystems(k)),
];

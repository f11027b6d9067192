// The switchable subsystems and their variants, oldest first: the ids that files, screen and command line use.

import { Kernel, type KernelParts, type KernelVariants } from './mm/kernel.ts';
import type { Subsystem } from './mm/subsystem.ts';
import { ADDRESS_SPACE } from './parts/address-space.ts';
import { HIGHMEM } from './parts/highmem.ts';
import { LOOP_LOCK } from './parts/loop-lock.ts';
import type { Part } from './parts/part.ts';
import { VMAP } from './parts/vmap.ts';
import { createRmap, RMAP_VARIANTS } from './rmap/index.ts';
import { Rmap } from './rmap/rmap.ts';

/** In the order in which their subsystems are listed. */
const PARTS: readonly Part[] = [VMAP, LOOP_LOCK, ADDRESS_SPACE, HIGHMEM];

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
  let made: KernelVariants = { rmap: (k) => createRmap(k, variant('rmap')) };
  for (const part of PARTS) if (isNamed(part)) made = { ...made, ...part.create(variant, parts) };
  return new Kernel(parts, made);
}

/** All that can be flipped in a kernel. */
export const createSubsystems = (k: Kernel): readonly Subsystem[] => [
  new Rmap(k),
  ...PARTS.flatMap((part) => part.subsystems(k)),
];

// The switchable subsystems and their variants, oldest first: the ids that files, screen and command line use.

import { Kernel, type KernelParts } from './mm/kernel.ts';
import type { Subsystem } from './mm/subsystem.ts';
import { createRmap, RMAP_VARIANTS } from './rmap/index.ts';
import { Rmap } from './rmap/rmap.ts';

export const SUBSYSTEMS: Readonly<Record<string, readonly string[]>> = {
  rmap: Object.keys(RMAP_VARIANTS),
};

/** Subsystems that a machine has only if its scenario's variants name them -> the costs that it must state then. */
export const OPTIONAL_SUBSYSTEMS: Readonly<Record<string, readonly string[]>> = {};

/** Variants by subsystem; those that every machine has are the oldest where none is chosen. */
export type Chosen = Readonly<Record<string, string>>;

export const createKernel = (parts: KernelParts, chosen: Chosen): Kernel =>
  new Kernel(parts, { rmap: (k) => createRmap(k, chosen['rmap'] ?? oldest('rmap')) });

/** The subsystems of a kernel that was created with the same choice. */
export const createSubsystems = (k: Kernel, _chosen: Chosen): readonly Subsystem[] => [new Rmap(k)];

const oldest = (subsystem: string): string => SUBSYSTEMS[subsystem]?.[0] ?? '';

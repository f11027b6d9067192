// The switchable subsystems and their variants, oldest first: the ids that files, screen and command line use.

import { Kernel, type KernelParts } from './mm/kernel.ts';
import type { Subsystem } from './mm/subsystem.ts';
import { createRmap, RMAP_VARIANTS } from './rmap/index.ts';
import { Rmap } from './rmap/rmap.ts';

export const SUBSYSTEMS: Readonly<Record<string, readonly string[]>> = {
  rmap: Object.keys(RMAP_VARIANTS),
};

/** `chosen`: variants by subsystem; the oldest where there is none. */
export const createKernel = (parts: KernelParts, chosen: Readonly<Record<string, string>>): Kernel =>
  new Kernel(parts, (k) => createRmap(k, chosen['rmap'] ?? oldest('rmap')));

export const createSubsystems = (k: Kernel): readonly Subsystem[] => [new Rmap(k)];

const oldest = (subsystem: string): string => SUBSYSTEMS[subsystem]?.[0] ?? '';

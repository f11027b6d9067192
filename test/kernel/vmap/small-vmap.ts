// A kernel with mappings, on a machine whose address space is short, so that purges and full blocks come often.

import type { Arch } from '../../../src/kernel/locking/arch.ts';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import { createSubsystems, SUBSYSTEMS } from '../../../src/kernel/subsystems.ts';
import { Vmap } from '../../../src/kernel/vmap/vmap.ts';
import { VMAP_BBMAP_BITS } from '../../../src/kernel/vmap/vmap-block.ts';
import type { Flipper } from '../../../src/simulation/flipper.ts';
import { smallKernel } from '../mm/small-kernel.ts';

/** Fewer pages than wait for a purge: allocations run out of room and purge by themselves. */
const SPACE = 16 * VMAP_BBMAP_BITS;

export const PARTS = ['vmap-index', 'vmap-flush', 'vmap-percpu'] as const;

export interface VmapChoice {
  readonly 'vmap-index': string;
  readonly 'vmap-flush': string;
  readonly 'vmap-percpu': string;
}

/** Every combination of variants. */
export const CHOICES: readonly VmapChoice[] = variantsOf('vmap-index').flatMap((index) =>
  variantsOf('vmap-flush').flatMap((flush) =>
    variantsOf('vmap-percpu').map((percpu) => ({ 'vmap-index': index, 'vmap-flush': flush, 'vmap-percpu': percpu })),
  ),
);

export function variantsOf(part: string): readonly string[] {
  return SUBSYSTEMS[part] ?? [];
}

export interface SmallVmap {
  readonly k: Kernel;
  readonly vmap: Vmap;
}

export function smallVmap(choice: VmapChoice, seed: number, arch: Arch = 'x86'): SmallVmap {
  const k = smallKernel({ rmap: 'chain', seed, arch, variants: { ...choice }, vmallocPages: SPACE });
  const { vmap } = k;
  if (!(vmap instanceof Vmap)) throw new Error('expected a kernel with vmap');
  return { k, vmap };
}

/** Starts a flip of one part; `done` hears when it is through. */
export function flipPart(flipper: Flipper, k: Kernel, part: string, to: string): void {
  const subsystem = createSubsystems(k).find(({ id }) => id === part);
  if (subsystem === undefined) throw new Error(`no part '${part}'`);
  flipper.flip(subsystem, to);
}

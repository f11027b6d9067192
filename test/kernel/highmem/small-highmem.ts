// A kernel that maps high memory through pools and slots so small that they are full most of the time.

import type { Highmem } from '../../../src/kernel/highmem/highmem.ts';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import { createSubsystems } from '../../../src/kernel/subsystems.ts';
import type { Flipper } from '../../../src/simulation/flipper.ts';
import { smallKernel } from '../mm/small-kernel.ts';

export interface HighmemChoice {
  readonly kmap: string;
  readonly 'pte-highmem': string;
}

/** Every combination of variants. */
export const CHOICES: readonly HighmemChoice[] = ['pool', 'percpu'].flatMap((kmap) =>
  ['off', 'on'].map((pte) => ({ kmap, 'pte-highmem': pte })),
);

export interface SmallHighmem {
  readonly k: Kernel;
  readonly highmem: Highmem;
}

/** The pool has an entry for every task, so that a task which holds one never waits for ever for another of the same pool. */
export function smallHighmem(choice: HighmemChoice, seed: number, cpus = 4): SmallHighmem {
  const k = smallKernel({
    rmap: 'chain',
    seed,
    cpus,
    variants: { ...choice },
    highmem: { pool: 12, series: 8, slotsPerCpu: 4 },
  });
  const { highmem } = k;
  if (highmem === null) throw new Error('expected a kernel with high memory');
  return { k, highmem };
}

/** Starts a flip of one part. */
export function flipPart(flipper: Flipper, k: Kernel, part: string, to: string): void {
  const subsystem = createSubsystems(k).find(({ id }) => id === part);
  if (subsystem === undefined) throw new Error(`no part '${part}'`);
  flipper.flip(subsystem, to);
}

// An address space on a machine with four CPUs and a second-level cache of a few lines.

import { AddressSpaces } from '../../../src/kernel/address-space/address-spaces.ts';
import type { MmStruct } from '../../../src/kernel/address-space/mm-struct.ts';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import { createSubsystems, SUBSYSTEMS } from '../../../src/kernel/subsystems.ts';
import type { Call } from '../../../src/machine/call.ts';
import type { Path } from '../../../src/machine/path.ts';
import { Flipper } from '../../../src/simulation/flipper.ts';
import { smallKernel } from '../mm/small-kernel.ts';

export const VARIANTS: readonly string[] = SUBSYSTEMS['unmapped-area'] ?? [];

export interface SmallMm {
  readonly k: Kernel;
  readonly as: AddressSpaces;
  readonly mm: MmStruct;
}

export function smallMm(variant: string, seed = 1): SmallMm {
  const k = smallKernel({ rmap: 'chain', seed, variants: { 'unmapped-area': variant } });
  const { addressSpaces } = k;
  if (!(addressSpaces instanceof AddressSpaces)) throw new Error('expected a kernel with address spaces');
  return { k, as: addressSpaces, mm: addressSpaces.createMm() };
}

/** Starts a task; `alive` tells whether it still runs. */
export function startTask({ k }: SmallMm, name: string, path: (c: Call) => Path): () => boolean {
  let alive = true;
  const task = k.createTask(name, null, function* (c) {
    yield* path(c);
    alive = false;
    k.tasks.delete(task);
  });
  k.scheduler.wake(task);
  return () => alive;
}

/** Flips, one after another; `done` hears of each. */
export function flipperOf({ k }: SmallMm, done: (to: string) => void): (to: string) => void {
  const flipper = new Flipper(k, ({ to }) => done(to));
  const subsystem = createSubsystems(k).find(({ id }) => id === 'unmapped-area');
  if (subsystem === undefined) throw new Error('no unmapped-area');
  return (to) => flipper.flip(subsystem, to);
}

// Runs a family whose pages are moved (src/workload/migrate-family) on a small kernel, with all invariants checked on the way.

import { MS, type Ns } from '../../../src/base/time.ts';
import { checkInvariants } from '../../../src/kernel/mm/invariants.ts';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import type { Races } from '../../../src/kernel/mm/races.ts';
import { MigrateFamily } from '../../../src/workload/migrate-family/migrate-family.ts';
import type { MigrateFamilyParams } from '../../../src/workload/migrate-family/schema.ts';
import { every, smallKernel, startFlipOf } from '../mm/small-kernel.ts';

/** Relatives do all that they can do, often. */
export const BUSY: MigrateFamilyParams = {
  pages: 48,
  faultBatch: 8,
  upperTables: 3,
  moverPauseMs: 0.05,
  thinkMs: 0.1,
  operations: 15,
  mix: { read: 4, write: 1, protect: 3, move: 2, fork: 1 },
};

export interface FamilyOptions {
  readonly rmap: string;
  readonly lock: string;
  readonly tlb?: string;
  readonly seed: number;
  readonly forNs?: Ns;
  readonly params?: MigrateFamilyParams;
  /** Relatives that there are in the end, one by one. */
  readonly growTo?: number;
  /** Variants of rmap-lock and tlb that flips choose among at random instants; no flips when absent. */
  readonly flipAmong?: Readonly<Record<string, readonly string[]>>;
  /** Called every millisecond. */
  readonly look?: (k: Kernel) => void;
}

export interface FamilyRun {
  readonly k: Kernel;
  readonly races: Races;
  readonly moved: number;
  readonly flips: readonly string[];
}

export function runFamily(options: FamilyOptions): FamilyRun {
  const { rmap, lock, tlb = 'page', seed, forNs = 40 * MS, params = BUSY, flipAmong, growTo, look } = options;
  const k = smallKernel({ rmap, seed, cpus: 4, nodes: 2, memoryMib: 6, variants: { 'rmap-lock': lock, tlb } });
  const family = new MigrateFamily({ kernel: k, params, load: 7 });
  if (growTo !== undefined) family.setLoad(growTo, forNs);
  const flips: string[] = [];
  if (flipAmong !== undefined) flipAtRandom(k, flipAmong, flips);
  every(k, MS, () => {
    checkInvariants(k);
    look?.(k);
    return true;
  });
  k.engine.run(forNs);
  if (k.races === null || k.migration === null) throw new Error('a kernel that moves no pages');
  return { k, races: k.races, moved: k.migration.stat.moved, flips };
}

function flipAtRandom(k: Kernel, among: Readonly<Record<string, readonly string[]>>, flips: string[]): void {
  const random = k.engine.random('flips');
  const subsystems = Object.keys(among);
  const slot = k.engine.addSource({
    fire: () => {
      const subsystem = subsystems[random.below(subsystems.length)] as string;
      const running = subsystem === 'tlb' ? k.migration?.tlb.variant.id : k.rmapLock?.gate.variant.id;
      const others = (among[subsystem] as readonly string[]).filter((id) => id !== running);
      const to = others[random.below(others.length)] as string;
      startFlipOf(k, subsystem, to, () => {
        flips.push(to);
        k.engine.schedule(k.engine.now + 1 + random.expNs(2 * MS), slot);
      });
    },
  });
  k.engine.schedule(random.expNs(2 * MS), slot);
}

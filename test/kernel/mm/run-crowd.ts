// Runs a crowd of random processes until the last one has gone, with all checks at instants that fall where they fall.

import { MS, SECOND } from '../../../src/base/time.ts';
import { checkInvariants } from '../../../src/kernel/mm/invariants.ts';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import { kill_all } from '../../../src/kernel/mm/signal.ts';
import { current } from '../../../src/kernel/mm/task-struct.ts';
import { RMAP_VARIANTS } from '../../../src/kernel/rmap/index.ts';
import { createSubsystems } from '../../../src/kernel/subsystems.ts';
import { sleepFor } from '../../../src/machine/wait.ts';
import { Exchanges } from '../../exchanges.ts';
import { MemoryModel } from './memory-model.ts';
import { type Crowd, crowd, startCrowd } from './random-process.ts';
import { every, type SmallKernelOptions, smallKernel, startFlipOf } from './small-kernel.ts';

export interface CrowdOptions extends SmallKernelOptions {
  readonly seed: number;
  readonly crowd?: Partial<Crowd>;
  /** Mean time between two flips; none when absent. */
  readonly flipNs?: number;
  /** Variants that flips may choose, by subsystem; those of rmap when absent. */
  readonly flipAmong?: Readonly<Record<string, readonly string[]>>;
  /** Mean time between two slab allocations that fail; none when absent. */
  readonly failNs?: number;
  readonly checkNs?: number;
  /** When all processes are killed; never when absent. */
  readonly killNs?: number;
}

export interface CrowdRun {
  readonly k: Kernel;
  readonly done: ReadonlyMap<string, number>;
  readonly reads: number;
  readonly flips: readonly string[];
  /** Exchanges of one variant for another that no flip has made. */
  readonly missing: readonly string[];
  readonly endNs: number;
}

/** A crowd that is not through after so many checks hangs. */
const PATIENCE = 4000;

export function runCrowd(options: CrowdOptions): CrowdRun {
  const k = smallKernel(options);
  const model = new MemoryModel(k);
  const people = crowd(k, model, options.crowd);
  const first = startCrowd(people);
  const alive = (): boolean => first.state !== 'dead';
  const flips: string[] = [];
  const among = options.flipAmong ?? { rmap: Object.keys(RMAP_VARIANTS) };
  const exchanges = new Map(Object.entries(among).map(([id, variants]) => [id, new Exchanges(variants)]));
  if (options.flipNs !== undefined) flipAtRandom(k, options.flipNs, exchanges, flips, alive);
  if (options.failNs !== undefined) failAtRandom(k, options.failNs, alive);
  if (options.killNs !== undefined) killAt(k, options.killNs);
  const { checkNs = 1_234_567 } = options;
  every(k, checkNs, () => {
    checkInvariants(k);
    model.checkAll();
    return alive();
  });
  while (alive() && k.engine.now < PATIENCE * checkNs) k.engine.run(k.engine.now + 10 * MS);
  if (alive()) throw new Error(`seed ${options.seed}: ${people.alive} processes hang`);
  // Whatever the disk still writes and a last flip come to an end.
  const endNs = k.engine.now;
  k.engine.run(endNs + SECOND);
  checkInvariants(k);
  const missing = [...exchanges.values()].flatMap((one) => one.missing);
  return { k, done: people.done, reads: model.reads, flips, missing, endNs };
}

function flipAtRandom(
  k: Kernel,
  meanNs: number,
  exchanges: ReadonlyMap<string, Exchanges>,
  flips: string[],
  alive: () => boolean,
): void {
  const random = k.engine.random('flips');
  const gates = new Map(createSubsystems(k).map(({ id, gate }) => [id, gate]));
  const names = [...exchanges.keys()];
  const slot = k.engine.addSource({
    fire: () => {
      if (!alive()) return;
      const subsystem = names[names.length === 1 ? 0 : random.below(names.length)] as string;
      const to = exchanges.get(subsystem)?.next(gates.get(subsystem)?.variant.id ?? '', random) ?? '';
      startFlipOf(k, subsystem, to, () => {
        flips.push(to);
        k.engine.schedule(k.engine.now + 1 + random.expNs(meanNs), slot);
      });
    },
  });
  k.engine.schedule(random.expNs(meanNs), slot);
}

/** By somebody who is no process, so that nobody is left. */
function killAt(k: Kernel, ns: number): void {
  const killer = k.createTask('killer', null, function* kill(c) {
    yield sleepFor(ns);
    yield* kill_all(k, c);
    k.tasks.delete(current(c));
  });
  killer.memalloc = true;
  k.scheduler.wake(killer);
}

function failAtRandom(k: Kernel, meanNs: number, alive: () => boolean): void {
  const random = k.engine.random('failures');
  every(k, meanNs, () => {
    k.faults.after = random.below(20);
    k.faults.count = 1 + random.below(2);
    return alive();
  });
}

/** Everything that happened, and where things stand, as a short text. */
export const fingerprint = ({ k, endNs }: CrowdRun): string =>
  JSON.stringify([k.engine.hash, endNs, k.engine.events, Object.values(k.stat), k.rmap.variant.id]);

// A lock loop on a small kernel, with what a conformance run looks at: the tasks' own check that a section is entered as
// its lock promises, and every lock that was ever exchanged.

import type { Lock } from '../../../src/kernel/locking/lock-class.ts';
import type { SectionLock } from '../../../src/kernel/locking/section-lock.ts';
import type { Kernel, LoopLock } from '../../../src/kernel/mm/kernel.ts';
import { createSubsystems, SUBSYSTEMS } from '../../../src/kernel/subsystems.ts';
import { Flipper } from '../../../src/simulation/flipper.ts';
import { LockLoop } from '../../../src/workload/lock-loop/lock-loop.ts';
import { lockLoopSchema } from '../../../src/workload/lock-loop/schema.ts';
import { Exchanges } from '../../exchanges.ts';
import { every, smallKernel } from '../mm/small-kernel.ts';

export const KINDS: readonly string[] = SUBSYSTEMS['lock-kind'] ?? [];

export interface SmallLoop {
  readonly k: Kernel;
  readonly loop: LockLoop;
  readonly loopLock: LoopLock;
  /** The kinds to which it was flipped, in order. */
  readonly flips: string[];
  readonly exchanges: Exchanges;
}

export interface LoopChoice {
  readonly kind: string;
  readonly seed: number;
  readonly tasks: number;
  readonly cpus?: number;
  readonly params: object;
}

export function smallLoop({ kind, seed, tasks, params, cpus = 4 }: LoopChoice): SmallLoop {
  const k = smallKernel({ rmap: 'chain', seed, cpus, variants: { 'lock-kind': kind } });
  const { loopLock } = k;
  if (loopLock === null) throw new Error('expected a kernel with a loop lock');
  const at = Array.from({ length: cpus }, (_, cpu) => cpu);
  const loop = new LockLoop({ kernel: k, params: lockLoopSchema.parse({ cpus: at, ...params }), load: tasks });
  return { k, loop, loopLock, flips: [], exchanges: new Exchanges(KINDS) };
}

/** Flips to another kind at random instants, for ever; `exchanged` hears of every lock that leaves. */
export function flipAtRandom(
  { k, loopLock, flips, exchanges }: SmallLoop,
  meanNs: number,
  exchanged: (lock: Lock) => void,
): void {
  const random = k.engine.random('flips');
  const subsystem = createSubsystems(k).find(({ id }) => id === 'lock-kind');
  if (subsystem === undefined) throw new Error("expected a subsystem 'lock-kind'");
  let leaving: SectionLock = loopLock.gate.variant;
  const slot = k.engine.addSource({
    fire: () => {
      leaving = loopLock.gate.variant;
      flipper.flip(subsystem, exchanges.next(leaving.id, random));
    },
  });
  const flipper = new Flipper(k, ({ to }) => {
    if (loopLock.gate.variant.id !== to) throw new Error(`flipped to ${to}, got ${loopLock.gate.variant.id}`);
    flips.push(to);
    exchanged(leaving.lock);
    k.engine.schedule(k.engine.now + 1 + random.expNs(meanNs), slot);
  });
  k.engine.schedule(k.engine.now + random.expNs(meanNs), slot);
}

/**
 * At any instant: nobody is at a lock that was exchanged, and whoever is in the section holds the one that stands there.
 * Returns the locks that were exchanged.
 */
export function watch(on: SmallLoop, periodNs: number): Lock[] {
  const gone: Lock[] = [];
  every(on.k, periodNs, () => {
    const { lock } = on.loopLock.gate.variant;
    for (const old of gone)
      if (old.holders().length + old.waiters().length > 0) throw new Error(`somebody is at an exchanged ${old.label}`);
    if (on.loop.section.inside > lock.holders().length) throw new Error(`in the section without ${lock.label}`);
    return true;
  });
  return gone;
}

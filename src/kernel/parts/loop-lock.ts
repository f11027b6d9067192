// One lock whose kind is exchanged.

import { LOCK_COST_NAMES, LOCK_COSTS, LOCK_PREFIX } from '../lock-kind/costs.ts';
import { createLock, LOCK_KIND_VARIANTS } from '../lock-kind/index.ts';
import { LockKindSubsystem } from '../lock-kind/lock-kind.ts';
import { LockSite } from '../locking/section-lock.ts';
import { costGroup } from '../mm/costs.ts';
import type { Kernel, LoopLock } from '../mm/kernel.ts';
import type { Part } from './part.ts';

export const LOOP_LOCK: Part = {
  variants: { 'lock-kind': Object.keys(LOCK_KIND_VARIANTS) },
  costs: LOCK_COSTS,
  create: (variant) => ({ loopLock: (k) => createLoopLock(k, variant('lock-kind')) }),
  subsystems: ({ loopLock }) => (loopLock === null ? [] : [new LockKindSubsystem(loopLock)]),
};

function createLoopLock(k: Kernel, kind: string): LoopLock {
  const { sleep, wake } = costGroup(LOCK_COST_NAMES, k.costOf, LOCK_PREFIX);
  const costs = { atomicNs: k.atomicNs, slowNs: sleep, wakeNs: wake };
  const site = new LockSite(costs, k.engine.random('lock-kind'), k.lockClasses.all);
  return { site, gate: k.createGate(createLock(site, kind)) };
}

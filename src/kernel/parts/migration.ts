// Moving pages between nodes, and the lock over anon_vma lists that it takes twice for each.

import { LockSite, type SiteCosts } from '../locking/section-lock.ts';
import { PageMigration } from '../migrate/page-migration.ts';
import type { RmapLocking } from '../mm/anon-vma-lock.ts';
import type { Kernel } from '../mm/kernel.ts';
import { MigrateStat } from '../mm/migrate-stat.ts';
import { RaceDetector } from '../race/race-detector.ts';
import { createRmapLock, RMAP_LOCK_VARIANTS } from '../rmap-lock/index.ts';
import { RmapLockSubsystem } from '../rmap-lock/rmap-lock.ts';
import { createTlb, TLB_VARIANTS } from '../tlb/index.ts';
import { TlbSubsystem } from '../tlb/tlb.ts';
import type { Part } from './part.ts';

const COSTS = ['lock.sleep', 'lock.wake'];

export const MIGRATION: Part = {
  variants: { 'rmap-lock': Object.keys(RMAP_LOCK_VARIANTS), tlb: Object.keys(TLB_VARIANTS) },
  costs: COSTS,
  create: (variant) => ({
    rmapLock: (k) => createLocking(k, variant('rmap-lock')),
    races: (k) => new RaceDetector(k),
    migration: (k) => {
      const stat = new MigrateStat();
      const mmapSem = { lockClass: k.lockClasses.create('mm->mmap_sem', 'rwsem'), ...siteCosts(k) };
      return new PageMigration(k, k.createGate(createTlb(k, stat, variant('tlb'))), stat, mmapSem);
    },
  }),
  subsystems: (k) =>
    k.rmapLock === null || k.migration === null
      ? []
      : [new RmapLockSubsystem(k, k.rmapLock), new TlbSubsystem(k, k.migration)],
};

const siteCosts = (k: Kernel): SiteCosts => ({
  atomicNs: k.atomicNs,
  slowNs: k.costOf('lock.sleep'),
  wakeNs: k.costOf('lock.wake'),
});

function createLocking(k: Kernel, id: string): RmapLocking {
  const site = new LockSite(siteCosts(k), k.engine.random('rmap-lock'), k.lockClasses.all, 'anon_vma->root');
  return { site, gate: k.createGate(createRmapLock(site, id)), taken: { change: 0, walk: 0, remap: 0 } };
}

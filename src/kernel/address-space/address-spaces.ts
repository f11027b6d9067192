// Address spaces with very many VMAs: what their functions share, whichever variant of unmapped-area runs.
//
// Lock order: the gate, then mmap_sem.

import type { Ns } from '../../base/time.ts';
import { SecondLevel } from '../../machine/second-level.ts';
import type { Gate } from '../locking/gate.ts';
import { RwSem, type RwSemKind } from '../locking/rwsem.ts';
import { costGroup } from '../mm/costs.ts';
import type { Kernel } from '../mm/kernel.ts';
import type { UnmappedArea } from './api.ts';
import { MMAP_COST_NAMES, MMAP_PREFIX, type MmapCosts } from './costs.ts';
import { checkAddressSpaces } from './invariants.ts';
import { MmStruct } from './mm-struct.ts';
import type { VmArea } from './vm-area.ts';

/** Counters since the run began. */
class MmapStat {
  searches = 0;
  /** VMAs visited by searches. */
  visited = 0;
  mmaps = 0;
  munmaps = 0;
}

export class AddressSpaces {
  readonly k: Kernel;
  readonly costs: MmapCosts;
  readonly cache: SecondLevel;
  readonly mms: MmStruct[] = [];
  readonly area: Gate<UnmappedArea>;
  readonly stat = new MmapStat();
  private readonly semKind: RwSemKind;

  constructor(k: Kernel, variant: (as: AddressSpaces) => UnmappedArea) {
    this.k = k;
    this.costs = costGroup(MMAP_COST_NAMES, k.costOf, MMAP_PREFIX);
    const { cacheBytes, cacheLine, cacheHit, cacheMiss } = this.costs;
    const cache = { bytes: cacheBytes, lineBytes: cacheLine, hitNs: cacheHit, missNs: cacheMiss };
    this.cache = new SecondLevel(k.cpus.length, cache);
    this.area = k.createGate(variant(this));
    this.semKind = {
      lockClass: k.lockClasses.create('mmap_sem', 'rwsem'),
      atomicNs: k.atomicNs,
      slowNs: this.costs.rwsemSleep,
      wakeNs: this.costs.rwsemWake,
    };
    k.invariants.push(() => checkAddressSpaces(this));
  }

  createMm(): MmStruct {
    const mm = new MmStruct(this, new RwSem(this.semKind), this.area.variant.augments);
    this.mms.push(mm);
    return mm;
  }

  /** One VMA of a descent in the tree. */
  step(cpu: number, { line }: VmArea): Ns {
    return this.costs.treeStep + this.cache.read(cpu, line);
  }

  /** One VMA of a walk along the list, where the next load hides all else; or a look at a neighbour. */
  read(cpu: number, { line }: VmArea): Ns {
    return this.cache.read(cpu, line);
  }

  write(cpu: number, { line }: VmArea): Ns {
    return this.cache.write(cpu, line);
  }
}

// What a path hands over while it waits for a spinlock or its release.

import { ROOT, type StackNode } from '../../engine/call-tree.ts';
import type { Cpu } from '../../machine/cpu.ts';
import { RequestPath } from '../../machine/path.ts';
import type { SpinLock } from './spinlock.ts';

export type SpinOperation = 'lock' | 'unlock' | 'lock-irqsave' | 'unlock-irqrestore';

export class SpinRequest extends RequestPath {
  operation: SpinOperation = 'lock';
  lock: SpinLock;
  /** Who called the lock function. */
  site: StackNode = ROOT;
  /** The lock function. */
  node: StackNode = ROOT;

  constructor(lock: SpinLock) {
    super();
    this.lock = lock;
  }

  perform(cpu: Cpu): boolean {
    const { operation, lock } = this;
    if (operation === 'lock') return lock.acquire(cpu, this.site, this.node);
    if (operation === 'unlock') return lock.release(cpu, this.node);
    return operation === 'lock-irqsave' ? this.lockIrqsave(cpu) : this.unlockIrqrestore(cpu);
  }

  with(operation: SpinOperation, lock: SpinLock, site: StackNode, node: StackNode): this {
    this.operation = operation;
    this.lock = lock;
    this.site = site;
    this.node = node;
    return this;
  }

  private lockIrqsave(cpu: Cpu): boolean {
    cpu.disableIrqs();
    return this.lock.acquire(cpu, this.site, this.node);
  }

  private unlockIrqrestore(cpu: Cpu): boolean {
    const goesOn = this.lock.release(cpu, this.node);
    cpu.enableIrqs();
    return goesOn;
  }
}

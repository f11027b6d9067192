// What a path yields while it waits for a spinlock or its release. Most sections yield one, so they are used again.

import type { StackNode } from '../../engine/call-tree.ts';
import type { Cpu } from '../../machine/cpu.ts';
import { RequestPath } from '../../machine/path.ts';
import type { SpinLock } from './spinlock.ts';

export type SpinOperation = 'lock' | 'unlock' | 'lock-irqsave' | 'unlock-irqrestore';

class SpinRequest extends RequestPath {
  operation: SpinOperation;
  lock: SpinLock;
  site: StackNode;
  node: StackNode;
  /** The next of those that nobody uses. */
  nextSpare: SpinRequest | null = null;

  constructor(operation: SpinOperation, lock: SpinLock, site: StackNode, node: StackNode) {
    super();
    this.operation = operation;
    this.lock = lock;
    this.site = site;
    this.node = node;
  }

  perform(cpu: Cpu): boolean {
    const { operation, lock } = this;
    if (operation === 'lock') return lock.acquire(cpu, this.site, this.node);
    if (operation === 'unlock') return lock.release(cpu, this.node);
    return operation === 'lock-irqsave' ? this.lockIrqsave(cpu) : this.unlockIrqrestore(cpu);
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

  protected override through(): void {
    this.nextSpare = spare;
    spare = this;
  }
}

/** Of all runs of this thread: nothing of one that is through is read again. */
let spare: SpinRequest | null = null;

/** For `yield*`, at once and only once: when it is through it is somebody else's. `site`: who called the lock function `node`. */
export function spinRequest(operation: SpinOperation, lock: SpinLock, site: StackNode, node: StackNode): RequestPath {
  const request = spare;
  if (request === null) return new SpinRequest(operation, lock, site, node);
  spare = request.nextSpare;
  request.operation = operation;
  request.lock = lock;
  request.site = site;
  request.node = node;
  return request;
}

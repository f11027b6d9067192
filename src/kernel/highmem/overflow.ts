// Waiting for a place to map a page, when all are in use.
//
// A sleeper is outside the subsystem's gates: who has to unmap must get in. So it notes how many places had become free when it
// found none, and does not sleep when there are more by then.

import type { Request } from '../../machine/path.ts';
import { WaitQueue, wait_event, wake_up_all } from '../locking/wait-queue.ts';

export class Overflow {
  private readonly queue = new WaitQueue();
  private freed = 0;
  /** Times that somebody found no place. */
  waits = 0;

  get sleepers(): number {
    return this.queue.length;
  }

  /** To be called where nothing can become free meanwhile. */
  wait(): Request {
    const seen = this.freed;
    this.waits++;
    return wait_event(this.queue, () => this.freed !== seen);
  }

  wake(): void {
    this.freed++;
    wake_up_all(this.queue);
  }
}

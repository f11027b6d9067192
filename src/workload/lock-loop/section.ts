// Who is in the section: the check that a lock keeps its promise, and how long somebody was in there.

import type { Ns } from '../../base/time.ts';
import { Panic } from '../../engine/panic.ts';
import type { LockMode } from '../../kernel/locking/lock-class.ts';
import type { SectionLock } from '../../kernel/locking/section-lock.ts';

export class Section {
  private readers = 0;
  private writers = 0;
  /** Sum of the stretches in which somebody was inside, without the one that goes on since `busySince`. */
  private busy: Ns = 0;
  private busySince: Ns = 0;
  /** Most readers that were inside together. */
  mostReaders = 0;

  admit({ id, lock }: SectionLock, mode: LockMode, now: Ns): void {
    if (this.inside === 0) this.busySince = now;
    if (sharesReads(lock.lockClass.kind) && mode === 'read') this.readers++;
    else this.writers++;
    this.mostReaders = Math.max(this.mostReaders, this.readers);
    const { readers, writers } = this;
    if (writers > 1 || (writers === 1 && readers > 0)) throw new Panic('section shared', { id, readers, writers }, now);
  }

  leave({ lock }: SectionLock, mode: LockMode, now: Ns): void {
    if (sharesReads(lock.lockClass.kind) && mode === 'read') this.readers--;
    else this.writers--;
    if (this.inside === 0) this.busy += now - this.busySince;
  }

  get inside(): number {
    return this.readers + this.writers;
  }

  busyNs(now: Ns): Ns {
    return this.busy + (this.inside > 0 ? now - this.busySince : 0);
  }
}

const sharesReads = (kind: string): boolean => kind === 'rwlock' || kind === 'rwsem';

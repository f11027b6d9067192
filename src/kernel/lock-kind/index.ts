// The kinds of lock by id, oldest first. A lock of your own: a file beside these, and a line here.

import type { LockSite, SectionLock } from '../locking/section-lock.ts';
import { variantNamed } from '../mm/variant-named.ts';
import { byteLock } from './byte.ts';
import { mcsLock } from './mcs.ts';
import { spinningMutexLock } from './mutex.ts';
import { mutexSleepLock } from './mutex-sleep.ts';
import { rwLock } from './rwlock.ts';
import { rwsemLock } from './rwsem.ts';
import { ticketLock } from './ticket.ts';

export const LOCK_KIND_VARIANTS: Readonly<Record<string, (site: LockSite) => SectionLock>> = {
  byte: byteLock,
  rwlock: rwLock,
  rwsem: rwsemLock,
  'mutex-sleep': mutexSleepLock,
  ticket: ticketLock,
  mutex: spinningMutexLock,
  mcs: mcsLock,
};

export const createLock = (site: LockSite, id: string): SectionLock =>
  variantNamed('lock-kind', LOCK_KIND_VARIANTS, id)(site);

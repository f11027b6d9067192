// `ticket`: first come, first served, all waiters on one line (2.6.25, 314cdbefd1fd).

import { TICKET } from '../locking/handoff.ts';
import type { LockSite, SectionLock } from '../locking/section-lock.ts';
import { spinLock } from './spin.ts';

export const ticketLock = (site: LockSite): SectionLock => spinLock(site, 'ticket', TICKET);

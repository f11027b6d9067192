// Panic: a broken invariant of the simulation. It stops the run; nothing catches it below the session.

import type { Ns } from '../base/time.ts';

export class Panic extends Error {
  override readonly name = 'Panic';

  constructor(what: string, details: Readonly<Record<string, string | number>> = {}, atNs?: Ns) {
    const list = Object.entries(details).map(([key, value]) => `${key}=${value}`);
    const when = atNs === undefined ? [] : [`at ${atNs} ns`];
    super([what, ...list, ...when].join(', '));
  }
}

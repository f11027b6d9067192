// What an architecture's kernels of 2.6.24 to 2.6.28 make of a spinning lock: its name in a profile, and who gets it next.

import type { Random } from '../../base/random.ts';
import type { Ns } from '../../base/time.ts';
import { cmpxchgHandoff, type Handoff, raceHandoff, TICKET } from './handoff.ts';
import { IA64_RW_SYMBOLS, type RwSymbols, X86_RW_SYMBOLS } from './rwlock.ts';
import { IA64_SPIN_SYMBOLS, OLD_SPIN_SYMBOLS, type SpinSymbols } from './spinlock.ts';

export type Arch = 'x86' | 'ia64';

/** `pollNs`: one turn of the loop in which a waiter looks whether the lock is free. */
export function spinStyle(
  arch: Arch,
  random: Random,
  pollNs: Ns,
): { readonly handoff: Handoff; readonly symbols: SpinSymbols } {
  if (arch === 'x86') return { handoff: TICKET, symbols: OLD_SPIN_SYMBOLS };
  return { handoff: cmpxchgHandoff(random, pollNs), symbols: IA64_SPIN_SYMBOLS };
}

export function rwStyle(
  arch: Arch,
  random: Random,
  pollNs: Ns,
): { readonly handoff: Handoff; readonly symbols: RwSymbols } {
  if (arch === 'x86') return { handoff: raceHandoff(random, pollNs), symbols: X86_RW_SYMBOLS };
  return { handoff: cmpxchgHandoff(random, pollNs), symbols: IA64_RW_SYMBOLS };
}

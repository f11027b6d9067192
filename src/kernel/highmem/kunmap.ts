// kunmap(): by the address alone, because a flip may have come since kmap().

import { Panic } from '../../engine/panic.ts';
import { symbols } from '../../engine/symbols.ts';
import type { Call } from '../../machine/call.ts';
import { type Path, READY } from '../../machine/path.ts';
import { spin_lock, spin_unlock } from '../locking/spinlock.ts';
import type { Vpn } from './high-page.ts';
import type { Highmem } from './highmem.ts';
import type { PkmapPool } from './pkmap-pool.ts';
import type { Slots } from './slots.ts';

const S = symbols('kunmap', 'kunmap_high', 'kunmap_atomic');

export function* kunmap(highmem: Highmem, from: Call, at: Vpn): Path {
  const c = from.enter(S.kunmap);
  const calledAt = c.cpu.localNow;
  yield* highmem.enter(c);
  highmem.stat.kunmaps++;
  const pool = highmem.poolOf(at);
  if (pool === null) yield* kunmap_atomic(highmem, c, at);
  else yield* kunmap_high(highmem, c, pool, at);
  highmem.leave(c);
  highmem.stat.ns += c.cpu.localNow - calledAt;
}

/** The mapping stays: that is the cache. */
function* kunmap_high({ k, costs, kmap_lock }: Highmem, from: Call, pool: PkmapPool, at: Vpn): Path {
  const c = from.enter(S.kunmap_high);
  yield* spin_lock(c, kmap_lock);
  const entry = at - pool.base;
  c.spend(costs.call + pool.lineOf(entry).write(k.coherence, c.cpu.id));
  const count = pool.add(entry, -1);
  if (count < 1) throw new Panic('kunmap of an address that is not in use', { vpn: at, count }, k.engine.now);
  yield* spin_unlock(c, kmap_lock);
  if (count === 1) pool.overflow.wake();
}

function kunmap_atomic(highmem: Highmem, from: Call, at: Vpn): Path {
  const slots = highmem.slots[from.cpu.id] as Slots;
  if (slots.page[at - slots.base] === null) throw new Panic('kunmap of a slot that is not in use', { vpn: at });
  from.enter(S.kunmap_atomic).spend(highmem.costs.pin);
  slots.give(at);
  unpin(highmem, from);
  slots.overflow.wake();
  return READY;
}

function unpin({ pins, k }: Highmem, { task }: Call): void {
  const pin = pins.get(task);
  if (pin === undefined) throw new Panic('task holds no slot', { task: task.name }, k.engine.now);
  if (--pin.depth > 0) return;
  pins.delete(task);
  task.pinned = pin.wasPinned;
}

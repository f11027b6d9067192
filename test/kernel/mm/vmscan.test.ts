// Reclaim is kernel code, which nobody preempts: it must make room by itself.

import { expect, it } from 'vitest';
import { MS } from '../../../src/base/time.ts';
import { LRU } from '../../../src/kernel/mm/page.ts';
import { current } from '../../../src/kernel/mm/task-struct.ts';
import { try_to_free_pages } from '../../../src/kernel/mm/vmscan.ts';
import { sleepFor, sync } from '../../../src/machine/wait.ts';
import { Family } from './family.ts';
import { smallKernel } from './small-kernel.ts';

it('lets others run between two walks over long lists, also while it looks at active pages', () => {
  const costNs = 5000;
  const k = smallKernel({ rmap: 'shared', cpus: 1, costNs });
  const family = new Family(k, function* () {});
  const active = k.zone.lru.count(LRU.activeAnon);
  expect(active).toBeGreaterThan(100);
  const reclaimer = k.createTask('reclaimer', null, function* (c) {
    yield* try_to_free_pages(k, c);
    k.tasks.delete(current(c));
  });
  let latest = 0;
  const other = k.createTask('other', null, function* (c) {
    while (reclaimer.state !== 'dead') {
      const wakesAt = k.engine.now + MS;
      yield sleepFor(MS);
      yield* sync(c);
      latest = Math.max(latest, k.engine.now - wakesAt);
    }
    k.tasks.delete(current(c));
  });
  for (const task of [reclaimer, other]) k.scheduler.wake(task);
  const before = k.engine.now;
  while (reclaimer.state !== 'dead') k.engine.run(k.engine.now + 10 * MS);
  // A walk over everybody, and what a slice allows.
  const walkNs = (family.size + 1) * 4 * costNs;
  expect(k.zone.lru.count(LRU.activeAnon)).toBeLessThan(active - 32);
  expect(k.engine.now - before).toBeGreaterThan((32 * walkNs) / 4);
  expect(latest).toBeLessThan(2 * MS + 2 * walkNs);
});

// A fork that finds pages which are being moved.

import { expect, it } from 'vitest';
import { MS, SECOND } from '../../../src/base/time.ts';
import { migrate_pages } from '../../../src/kernel/migrate/migrate-pages.ts';
import { do_execve, do_exit, do_wait } from '../../../src/kernel/mm/exit.ts';
import { do_fork } from '../../../src/kernel/mm/fork.ts';
import { checkInvariants } from '../../../src/kernel/mm/invariants.ts';
import { type Isolated, isolate_lru_page } from '../../../src/kernel/mm/isolate-lru-page.ts';
import { touch } from '../../../src/kernel/mm/memory.ts';
import { isMigration, PTE, ptePfn } from '../../../src/kernel/mm/pte.ts';
import { current } from '../../../src/kernel/mm/task-struct.ts';
import type { Mm, Vma } from '../../../src/kernel/mm/vma.ts';
import type { Call } from '../../../src/machine/call.ts';
import type { Path } from '../../../src/machine/path.ts';
import { computeFor, sleepFor } from '../../../src/machine/wait.ts';
import { smallKernel } from '../mm/small-kernel.ts';
import { START } from './small-process.ts';

const PAGES = 256;

it('takes the right to write from both sides, so that each has pages of its own when the child has written', () => {
  const k = smallKernel({ rmap: 'chain', nodes: 2, variants: { 'rmap-lock': 'rwsem', tlb: 'batch' } });
  const vpns = Array.from({ length: PAGES }, (_, at) => START + at);
  const image = {
    name: 'parent',
    areas: [{ what: 'heap', start: START, pages: PAGES, file: false, dirtied: PAGES }],
    upperTables: 1,
  };
  const moving = (mm: Mm): number => vpns.filter((vpn) => isMigration(mm.pte(vpn))).length;
  const writable = (mm: Mm): number => vpns.filter((vpn) => (mm.pte(vpn) & PTE.write) !== 0).length;
  const write = (c: Call, mm: Mm): Path<boolean> => touch(k, c, mm.find(START) as Vma, START, PAGES, true);
  const found = { moving: 0, writable: PAGES, apart: 0 };

  function* parent(c: Call): Path {
    yield* do_execve(k, c, image);
    const mm = current(c).mm as Mm;
    yield* write(c, mm);
    k.scheduler.wake(k.createTask('mover', null, (own) => moveAway(own, mm)));
    while (moving(mm) < PAGES) yield* computeFor(c, 500);
    yield* do_fork(k, c, 'child', (own) => child(own, mm));
    yield sleepFor(MS);
    while (yield* do_wait(k, c));
    yield* do_exit(k, c);
  }

  function* child(c: Call, parents: Mm): Path {
    const own = current(c).mm as Mm;
    found.moving = Math.min(moving(parents), moving(own));
    found.writable = writable(parents) + writable(own);
    yield* write(c, own);
    found.apart = vpns.filter((vpn) => ptePfn(own.pte(vpn)) !== ptePfn(parents.pte(vpn))).length;
  }

  function* moveAway(c: Call, mm: Mm): Path {
    const pages: Isolated[] = [];
    for (const vpn of vpns) {
      const page = yield* isolate_lru_page(k, c, ptePfn(mm.pte(vpn)));
      if (page !== null) pages.push(page);
    }
    yield* migrate_pages(k, c, pages, { node: 1 - k.frames.nodeOf(ptePfn(mm.pte(START))), mode: 'async' });
    yield* do_exit(k, c);
  }

  k.scheduler.wake(k.createTask('parent', null, parent));
  k.engine.run(SECOND);
  checkInvariants(k);
  expect(found.moving).toBeGreaterThan(PAGES / 2);
  expect(found).toEqual({ moving: found.moving, writable: 0, apart: PAGES });
});

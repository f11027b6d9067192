// Two threads of one process: one writes its pages over and over, the other moves them from node to node. A write through a
// translation that is still in the TLB when the contents have been copied is lost.

import { describe, expect, it } from 'vitest';
import { MS } from '../../../src/base/time.ts';
import { sys_move_pages } from '../../../src/kernel/migrate/move-pages.ts';
import { do_execve } from '../../../src/kernel/mm/exit.ts';
import { clone_thread } from '../../../src/kernel/mm/fork.ts';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import { touch } from '../../../src/kernel/mm/memory.ts';
import { current } from '../../../src/kernel/mm/task-struct.ts';
import { TLB_VARIANTS } from '../../../src/kernel/tlb/index.ts';
import type { Call } from '../../../src/machine/call.ts';
import { type Path, READY } from '../../../src/machine/path.ts';
import { computeFor } from '../../../src/machine/wait.ts';
import { smallKernel } from '../mm/small-kernel.ts';

const FIRST = 4096;
const PAGES = 64;

const IMAGE = {
  name: 'writer',
  upperTables: 3,
  areas: [{ what: 'data', start: FIRST, pages: PAGES, file: false, dirtied: PAGES }],
};

function* write(k: Kernel, c: Call): Path {
  for (;;) {
    const vma = current(c).mm?.find(FIRST) ?? null;
    if (vma === null) return;
    for (let vpn = FIRST; vpn < FIRST + PAGES; vpn++) {
      yield* touch(k, c, vma, vpn, 1, true);
      yield* computeFor(c, 200);
    }
  }
}

function* main(k: Kernel, c: Call): Path {
  yield* do_execve(k, c, IMAGE);
  yield* clone_thread(k, c, 'writer', (own) => write(k, own));
  const vpns = Array.from({ length: PAGES }, (_, i) => FIRST + i);
  for (let node = 0; ; node = 1 - node) {
    const { mm } = current(c);
    if (mm === null) return;
    yield* sys_move_pages(k, c, mm, vpns, node);
    yield* computeFor(c, MS / 10);
  }
}

function run(tlb: string, seed: number, change: (k: Kernel) => void = () => undefined): Kernel {
  const k = smallKernel({ rmap: 'chain', seed, cpus: 2, nodes: 2, variants: { 'rmap-lock': 'rwsem', tlb } });
  change(k);
  k.scheduler.wake(k.createTask('main', null, (c) => main(k, c)));
  k.engine.run(50 * MS);
  return k;
}

/** Forgets the flush before the first copy. */
function leaveOutFlush({ migration }: Kernel): void {
  if (migration === null) throw new Error('a kernel that moves no pages');
  const { variant } = migration.tlb;
  const begin = variant.begin.bind(variant);
  const flush = begin();
  variant.begin = () => ({ unmapped: (c, mm) => flush.unmapped(c, mm), flushOnce: () => READY });
}

describe.each([1, 2])('seed %i', (seed) => {
  it.each(Object.keys(TLB_VARIANTS))('tlb %s: flushed before it is copied, no write is lost', (tlb) => {
    const k = run(tlb, seed);
    expect(k.migration?.stat.moved).toBeGreaterThan(1000);
    expect(k.races?.counts.lost_write).toBe(0);
  });

  it('a batch that is never flushed loses writes', () => {
    const k = run('batch', seed, leaveOutFlush);
    expect(k.races?.counts.lost_write).toBeGreaterThan(0);
    expect(k.races?.counts.stale_migration_entry).toBe(0);
    expect(k.races?.first[0]).toMatchObject({ kind: 'lost_write', walker: { task: 'writer' } });
  });
});

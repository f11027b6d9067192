// mprotect and mremap of one area whose pages are all there: neighbours that are mapped alike are one VMA, so the VMAs are the runs of
// equal protection, and a piece that comes home is as if it had never left.

import { describe, expect, it } from 'vitest';
import { SECOND } from '../../../src/base/time.ts';
import { do_execve } from '../../../src/kernel/mm/exit.ts';
import { checkInvariants } from '../../../src/kernel/mm/invariants.ts';
import type { Kernel } from '../../../src/kernel/mm/kernel.ts';
import { sys_mprotect } from '../../../src/kernel/mm/mprotect.ts';
import { sys_mremap } from '../../../src/kernel/mm/mremap.ts';
import { PTE, ptePfn } from '../../../src/kernel/mm/pte.ts';
import { current } from '../../../src/kernel/mm/task-struct.ts';
import { type Mm, VM } from '../../../src/kernel/mm/vma.ts';
import { RMAP_VARIANTS } from '../../../src/kernel/rmap/index.ts';
import type { Call } from '../../../src/machine/call.ts';
import type { Path } from '../../../src/machine/path.ts';
import { smallKernel } from './small-kernel.ts';

const FIRST = 4096;
const PAGES = 40;
const AWAY = 8192;
const IMAGE = {
  name: 'one',
  upperTables: 3,
  areas: [{ what: 'data', start: FIRST, pages: PAGES, file: false, dirtied: PAGES }],
};
const READ_WRITE = VM.read | VM.write;

type Areas = readonly (readonly [start: number, end: number, flags: number])[];

const areasOf = (mm: Mm): Areas => [...mm.vmas()].map(({ start, end, flags }) => [start, end, flags] as const);

/** Pages side by side with the same protection. */
function runs(protection: readonly number[]): Areas {
  const found: [number, number, number][] = [];
  for (const [page, flags] of protection.entries()) {
    const last = found.at(-1);
    if (last !== undefined && last[2] === flags) last[1]++;
    else found.push([FIRST + page, FIRST + page + 1, flags]);
  }
  return found;
}

/** Read-only pages that may be written without a fault. */
const writable = (mm: Mm, protection: readonly number[]): number[] =>
  protection.flatMap((flags, page) => (flags === VM.read && (mm.pte(FIRST + page) & PTE.write) !== 0 ? [page] : []));

function runAlone(rmap: string, seed: number, body: (k: Kernel, c: Call, mm: Mm) => Path): void {
  const k = smallKernel({ rmap, seed });
  let isThrough = false;
  const task = k.createTask('one', null, function* run(c: Call): Path {
    yield* do_execve(k, c, IMAGE);
    yield* body(k, c, current(c).mm as Mm);
    isThrough = true;
  });
  k.scheduler.wake(task);
  k.engine.run(10 * SECOND);
  expect(isThrough).toBe(true);
}

describe.each(Object.keys(RMAP_VARIANTS))('rmap %s', (rmap) => {
  it.each([1, 2, 3])(
    'VMAs are the runs of equal protection, and read-only pages cannot be written, seed %i',
    (seed) => {
      runAlone(rmap, seed, function* protect(k, c, mm) {
        const random = k.engine.random('test');
        const protection = Array.from({ length: PAGES }, () => READ_WRITE);
        for (let i = 0; i < 300; i++) {
          const from = random.below(PAGES);
          const pages = 1 + random.below(PAGES - from);
          const flags = random.below(2) === 0 ? VM.read : READ_WRITE;
          expect(yield* sys_mprotect(k, c, mm, FIRST + from, pages, flags)).toBe(0);
          protection.fill(flags, from, from + pages);
          expect(areasOf(mm)).toEqual(runs(protection));
          checkInvariants(k);
          expect(writable(mm, protection)).toEqual([]);
        }
      });
    },
  );

  it.each([1, 2, 3])('a piece that comes home is where it was, seed %i', (seed) => {
    runAlone(rmap, seed, function* move(k, c, mm) {
      const random = k.engine.random('test');
      const frames = Array.from({ length: PAGES }, (_, page) => ptePfn(mm.pte(FIRST + page)));
      const whole = areasOf(mm);
      for (let i = 0; i < 100; i++) {
        const from = random.below(PAGES);
        const pages = 1 + random.below(PAGES - from);
        const to = AWAY + random.below(2000);
        expect(yield* sys_mremap(k, c, mm, FIRST + from, pages, to)).toBe(0);
        checkInvariants(k);
        const moved = Array.from({ length: pages }, (_, page) => ptePfn(mm.pte(to + page)));
        expect(moved).toEqual(frames.slice(from, from + pages));
        for (let page = from; page < from + pages; page++) expect(mm.pte(FIRST + page)).toBe(0);
        expect(yield* sys_mremap(k, c, mm, to, pages, FIRST + from)).toBe(0);
        checkInvariants(k);
        expect(areasOf(mm)).toEqual(whole);
        expect(Array.from({ length: PAGES }, (_, page) => ptePfn(mm.pte(FIRST + page)))).toEqual(frames);
      }
    });
  });

  it('what is not mapped cannot be protected or moved', () => {
    runAlone(rmap, 1, function* refuse(k, c, mm) {
      const before = areasOf(mm);
      expect(yield* sys_mprotect(k, c, mm, FIRST + PAGES, 1, VM.read)).toBe('ENOMEM');
      expect(yield* sys_mremap(k, c, mm, FIRST + PAGES - 1, 2, AWAY)).toBe('EFAULT');
      expect(areasOf(mm)).toEqual(before);
    });
  });
});

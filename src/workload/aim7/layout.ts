// Where a user's memory lies: its areas by name, and which part of them belongs to which test.

import type { Vpn } from '../../kernel/mm/pte.ts';
import { areaOf } from '../image-schema.ts';
import { type Aim7Params, type Aim7Test, LIB_PAGES } from './schema.ts';

/** First page and length of a test's own part of an area. */
export interface Part {
  readonly at: Vpn;
  readonly pages: number;
}

export interface Layout {
  readonly data: Vpn;
  readonly heap: Vpn;
  readonly stack: Vpn;
  readonly libData: Vpn;
  /** The user's memory beyond what the tests dirty, half of it static, half on the heap: dirtied once, before the first job. */
  readonly arena: readonly Part[];
  /** By test: its static pages, behind those of the tests before it. */
  readonly bss: readonly Part[];
  /** By test: what a job touches before it computes. */
  readonly workingSets: readonly (readonly Part[])[];
  /** Behind the stack and far from everything: for memory that a test maps and unmaps. */
  readonly scratch: Vpn;
}

export function layoutOf({ reaim, tests, arenaPages, hotPages }: Aim7Params): Layout {
  const data = areaOf(reaim, 'data');
  const heap = areaOf(reaim, 'heap');
  const stack = areaOf(reaim, 'stack');
  const lib = areaOf(reaim, 'lib data');
  const upperEnds = [data.start + data.pages, heap.start + heap.pages];
  const half = Math.ceil(arenaPages / 2);
  const bss = staticParts(tests, data.start + data.dirtied);
  const arena = upperEnds.map((end) => ({ at: end - half, pages: half }));
  // The start of each half is used by every job.
  const hot = arena.map(({ at }) => ({ at, pages: Math.ceil(hotPages / 2) }));
  const scratch = lib.start + lib.pages + 4096;
  const workingSet = (test: Aim7Test, own: Part): readonly Part[] =>
    [
      { at: data.start, pages: 1 },
      { at: lib.start, pages: LIB_PAGES },
      { at: heap.start, pages: 1 + test.heap },
      { at: stack.start, pages: test.stack },
      ...hot,
      own,
      { at: scratch, pages: test.transient },
    ].filter(({ pages }) => pages > 0);
  return {
    data: data.start,
    heap: heap.start,
    stack: stack.start,
    libData: lib.start,
    arena,
    bss,
    workingSets: tests.map((test, index) => workingSet(test, bss[index] as Part)),
    scratch,
  };
}

function staticParts(tests: readonly Aim7Test[], first: Vpn): Part[] {
  let at = first;
  return tests.map(({ bss }) => {
    const part = { at, pages: bss };
    at += bss;
    return part;
  });
}

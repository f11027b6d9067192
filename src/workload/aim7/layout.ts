// Where a user's memory lies: its areas by name, and which part of them belongs to which test.

import type { Image } from '../../kernel/mm/image.ts';
import type { Vpn } from '../../kernel/mm/pte.ts';
import type { Aim7Image, Aim7Params, Aim7Test } from './schema.ts';

export const imageOf = (name: string, { areas, upperTables }: Aim7Image): Image => ({ name, areas, upperTables });

/** First page and length of a test's own part of an area. */
export interface Part {
  readonly at: Vpn;
  readonly pages: number;
}

export interface Layout {
  readonly data: Vpn;
  readonly heap: Vpn;
  readonly stackTop: Vpn;
  readonly libData: Vpn;
  /** Part of the arena that every job uses. */
  readonly hot: Part;
  readonly arena: Part;
  /** By test: its static pages, behind those of the tests before it. */
  readonly bss: readonly Part[];
  /** Behind the stack and far from everything: for memory that a test maps and unmaps. */
  readonly scratch: Vpn;
}

export function layoutOf({ reaim, tests, arenaPages, hotPages }: Aim7Params): Layout {
  const area = (what: string) => {
    const found = reaim.areas.find((one) => one.what === what);
    if (found === undefined) throw new Error(`aim7: params.reaim.areas: no area '${what}'`);
    return found;
  };
  const [data, heap, stack, lib, arena] = [area('data'), area('heap'), area('stack'), area('lib data'), area('arena')];
  return {
    data: data.start,
    heap: heap.start,
    stackTop: stack.start + stack.pages,
    libData: lib.start,
    arena: { at: arena.start, pages: arenaPages },
    hot: { at: arena.start, pages: hotPages },
    bss: staticParts(tests, data.start + data.dirtied),
    scratch: arena.start + arena.pages + 4096,
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

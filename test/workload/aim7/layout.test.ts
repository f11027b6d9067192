// Where a user's memory lies: no part reaches into another, none beyond its area.

import { describe, expect, it } from 'vitest';
import { type Layout, layoutOf, type Part } from '../../../src/workload/aim7/layout.ts';
import { type Aim7Params, aim7Schema, LIB_PAGES } from '../../../src/workload/aim7/schema.ts';
import { areaOf } from '../../../src/workload/image-schema.ts';
import { SHARED } from './workfile.ts';

/** All that a user writes, with names. */
function partsOf(params: Aim7Params, layout: Layout): Record<string, Part> {
  const most = (of: (test: Aim7Params['tests'][number]) => number): number => Math.max(...params.tests.map(of));
  const named = (name: string, parts: readonly Part[]) => parts.map((part, i): [string, Part] => [`${name}${i}`, part]);
  const dirtied = areaOf(params.reaim, 'data').dirtied;
  return Object.fromEntries([
    ['data', { at: layout.data, pages: dirtied }],
    ['heap', { at: layout.heap, pages: 1 + most(({ heap }) => heap) }],
    [
      'stack',
      {
        at: layout.stack,
        pages: Math.max(
          params.childStackPages,
          most(({ stack }) => stack),
        ),
      },
    ],
    ['lib data', { at: layout.libData, pages: LIB_PAGES }],
    ['scratch', { at: layout.scratch, pages: most(({ transient }) => transient) }],
    ['grown heap', { at: topOf(params, 'heap'), pages: most(({ brk }) => brk?.grows ?? 0) }],
    ...named('bss', layout.bss),
    ...named('arena', layout.arena),
  ]);
}

const topOf = ({ reaim }: Aim7Params, what: string): number => {
  const { start, pages } = areaOf(reaim, what);
  return start + pages;
};

function overlaps(parts: Record<string, Part>): string[] {
  const list = Object.entries(parts)
    .filter(([, { pages }]) => pages > 0)
    .sort(([, a], [, b]) => a.at - b.at);
  return list.flatMap(([name, { at, pages }], i) => {
    const next = list[i + 1];
    return next !== undefined && at + pages > next[1].at ? [`${name} reaches into ${next[0]}`] : [];
  });
}

const inside = (part: Part, params: Aim7Params, what: string): boolean =>
  part.at >= areaOf(params.reaim, what).start && part.at + part.pages <= topOf(params, what);

describe('the layout of a user', () => {
  const layout = layoutOf(SHARED);
  const parts = partsOf(SHARED, layout);

  it('has parts that do not overlap', () => {
    expect(overlaps(parts)).toEqual([]);
    expect(overlaps({ a: { at: 1, pages: 3 }, b: { at: 3, pages: 1 } })).toEqual(['a reaches into b']);
  });

  it('has parts that stay inside their areas', () => {
    const areas: [string, readonly Part[]][] = [
      ['data', [...layout.bss.filter(({ pages }) => pages > 0), ...layout.arena.slice(0, 1)]],
      ['heap', [parts['heap'] as Part, ...layout.arena.slice(1)]],
      ['stack', [parts['stack'] as Part]],
      ['lib data', [parts['lib data'] as Part]],
    ];
    for (const [what, list] of areas) for (const part of list) expect(inside(part, SHARED, what)).toBe(true);
  });

  it('keeps what the parent maps away from what grows and from what is mapped for a while', () => {
    for (const name of ['scratch', 'grown heap'])
      for (const { what } of SHARED.reaim.areas) {
        const area = areaOf(SHARED.reaim, what);
        expect(overlaps({ [name]: parts[name] as Part, [what]: { at: area.start, pages: area.pages } })).toEqual([]);
      }
  });

  it('has the start of each half of the arena in the working set of every test', () => {
    const hot = layout.arena.map(({ at }) => ({ at, pages: Math.ceil(SHARED.hotPages / 2) }));
    for (const workingSet of layout.workingSets) expect(workingSet).toEqual(expect.arrayContaining(hot));
  });
});

describe('parameters without room for a part', () => {
  const refusals = (change: Partial<Aim7Params>): string[] =>
    aim7Schema.safeParse({ ...SHARED, ...change }).error?.issues.map(({ message }) => message) ?? [];
  const shrunk = (what: string, pages: number): Partial<Aim7Params> => ({
    reaim: {
      ...SHARED.reaim,
      areas: SHARED.reaim.areas.map((one) => (one.what === what ? { ...one, pages } : one)),
    },
  });

  it('are refused with the area and the pages that it needs', () => {
    const half = Math.ceil(SHARED.arenaPages / 2);
    expect(refusals({})).toEqual([]);
    expect(refusals(shrunk('data', 101 + half))).toEqual([]);
    expect(refusals(shrunk('data', 100 + half))).toEqual([`expected an area 'data' of at least ${101 + half} pages`]);
    expect(refusals(shrunk('heap', 45 + half))).toEqual([`expected an area 'heap' of at least ${46 + half} pages`]);
    expect(refusals(shrunk('stack', 6))).toEqual(["expected an area 'stack' of at least 7 pages"]);
    expect(refusals({ hotPages: SHARED.arenaPages + 1 })).toEqual(['expected at most arenaPages']);
  });

  it('are refused without an area', () => {
    const areas = SHARED.reaim.areas.filter(({ what }) => what !== 'lib data');
    expect(refusals({ reaim: { ...SHARED.reaim, areas } })).toEqual([
      "expected an area 'lib data' of at least 2 pages",
    ]);
  });
});

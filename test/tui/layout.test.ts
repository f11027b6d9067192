import { describe, expect, test } from 'vitest';
import { layout, type Placement, type Region } from '../../src/tui/layout.ts';
import { FOCUSABLE, type PanelId } from '../../src/tui/state/state.ts';

const place = (columns: number, rows: number, focus: PanelId = 'profile', zoomed = false, cpus = 8, races = false) =>
  layout({ columns, rows, focus, zoomed, cpus, races });

test('below 60x16 there is no layout', () => {
  expect(place(59, 16)).toBeNull();
  expect(place(60, 15)).toBeNull();
  expect(place(60, 16)).not.toBeNull();
});

test('at any size, the regions tile the screen: none overlaps, none leaves it, and only a gap side by side is free', () => {
  for (let columns = 60; columns <= 260; columns += 7) {
    for (let rows = 16; rows <= 80; rows += 3) {
      for (const focus of FOCUSABLE) {
        for (const cpus of [1, 8, 64]) expectTiling(place(columns, rows, focus, false, cpus) ?? [], columns, rows);
        expectTiling(place(columns, rows, focus, false, 8, true) ?? [], columns, rows);
        expectTiling(place(columns, rows, focus, true) ?? [], columns, rows);
      }
    }
  }
});

function expectTiling(placements: readonly Placement[], columns: number, rows: number): void {
  const size = `${columns}x${rows}`;
  const taken = new Uint8Array(columns * rows);
  for (const one of placements) {
    expect(one.columns).toBeGreaterThan(0);
    expect(one.rows).toBeGreaterThan(0);
    expect(one.left + one.columns).toBeLessThanOrEqual(columns);
    expect(one.top + one.rows).toBeLessThanOrEqual(rows);
    for (let row = one.top; row < one.top + one.rows; row++) {
      for (let column = one.left; column < one.left + one.columns; column++) {
        const cell = row * columns + column;
        if (taken[cell] === 1) throw new Error(`${one.region} overlaps at ${column},${row} of ${size}`);
        taken[cell] = 1;
      }
    }
  }
  for (let cell = 0; cell < taken.length; cell++) {
    const [column, row] = [cell % columns, Math.floor(cell / columns)];
    // The gap is one column wide, between two neighbours.
    const isGap = column > 0 && column < columns - 1 && taken[cell - 1] === 1 && taken[cell + 1] === 1;
    if (taken[cell] === 0 && !isGap) throw new Error(`nobody has ${column},${row} of ${size}`);
  }
}

describe('which regions are on the screen, from the top left to the bottom right', () => {
  const shown = (columns: number, rows: number, races = false, focus: PanelId = 'profile') =>
    (place(columns, rows, focus, false, 8, races) ?? [])
      .toSorted((a, b) => a.top - b.top || a.left - b.left)
      .map(({ region }) => region)
      .join(' ');

  test.each([
    [80, 24, 'title profile cpus charts captions hints'],
    [120, 40, 'title profile cpus charts locks captions hints'],
    [200, 60, 'title profile cpus charts locks captions hints'],
    // Narrow and high.
    [80, 40, 'title profile locks cpus charts captions hints'],
    [60, 16, 'title profile cpus charts captions hints'],
  ])('%dx%d', (columns, rows, regions) => expect(shown(columns, rows)).toBe(regions));

  test.each([
    [80, 24, 'title profile cpus charts captions hints'],
    [120, 40, 'title profile cpus charts locks races captions hints'],
    [200, 60, 'title profile cpus charts locks races captions hints'],
    [80, 40, 'title profile locks races cpus charts captions hints'],
  ])('%dx%d with something on the watch for races', (columns, rows, regions) =>
    expect(shown(columns, rows, true)).toBe(regions),
  );

  test.each([
    ['profile', 'title profile cpus charts captions hints'],
    ['locks', 'title locks cpus charts captions hints'],
    ['cpus', 'title cpus profile charts captions hints'],
    ['charts', 'title charts profile cpus captions hints'],
  ] as const)('80x24 with the focus on %s', (focus, regions) => expect(shown(80, 24, false, focus)).toBe(regions));
});

/** All that there are: one that is missing here does not pass the type check, one that has no place fails the test. */
const REGIONS: Record<Region, true> = {
  title: true,
  profile: true,
  locks: true,
  races: true,
  cpus: true,
  charts: true,
  captions: true,
  hints: true,
};

test('a large screen shows every region; the smallest one always the focused panel', () => {
  const regions = (columns: number, rows: number, focus: PanelId = 'profile') =>
    (place(columns, rows, focus, false, 8, true) ?? []).map(({ region }) => region);
  expect(regions(120, 40).toSorted()).toEqual(Object.keys(REGIONS).toSorted());
  expect(regions(200, 60).toSorted()).toEqual(Object.keys(REGIONS).toSorted());
  for (const panel of FOCUSABLE) expect(regions(60, 16, panel)).toContain(panel);
});

test('a zoomed panel has the body for itself', () => {
  const regions = (place(120, 40, 'locks', true) ?? []).map((one) => one.region);
  expect(regions).toEqual(['title', 'locks', 'captions', 'hints']);
});

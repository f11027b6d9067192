import { expect, test } from 'vitest';
import { layout, type Placement } from '../../src/tui/layout.ts';
import { FOCUSABLE, type PanelId } from '../../src/tui/state/state.ts';

const place = (columns: number, rows: number, focus: PanelId = 'profile', zoomed = false, cpus = 8, races = false) =>
  layout({ columns, rows, focus, zoomed, cpus, races });

test('below 60x16 there is no layout', () => {
  expect(place(59, 16)).toBeNull();
  expect(place(60, 15)).toBeNull();
  expect(place(60, 16)).not.toBeNull();
});

test('at any size, no two panels overlap and none leaves the screen', () => {
  for (let columns = 60; columns <= 260; columns += 7) {
    for (let rows = 16; rows <= 80; rows += 3) {
      for (const focus of FOCUSABLE) {
        for (const cpus of [1, 8, 64]) expectTiling(place(columns, rows, focus, false, cpus) ?? [], columns, rows);
        expectTiling(place(columns, rows, focus, false, 8, true) ?? [], columns, rows);
      }
    }
  }
});

function expectTiling(placements: readonly Placement[], columns: number, rows: number): void {
  const taken = new Uint8Array(columns * rows);
  for (const one of placements) {
    expect(one.columns).toBeGreaterThan(0);
    expect(one.rows).toBeGreaterThan(0);
    expect(one.left + one.columns).toBeLessThanOrEqual(columns);
    expect(one.top + one.rows).toBeLessThanOrEqual(rows);
    for (let row = one.top; row < one.top + one.rows; row++) {
      for (let column = one.left; column < one.left + one.columns; column++) {
        const cell = row * columns + column;
        if (taken[cell] === 1) throw new Error(`${one.region} overlaps at ${column},${row} of ${columns}x${rows}`);
        taken[cell] = 1;
      }
    }
  }
}

test('a large screen shows all panels; a small one always the focused one', () => {
  const regions = (columns: number, rows: number, focus: PanelId = 'profile') =>
    (place(columns, rows, focus) ?? []).map((one) => one.region);
  for (const panel of FOCUSABLE) {
    expect(regions(120, 40)).toContain(panel);
    expect(regions(200, 60)).toContain(panel);
    expect(regions(80, 24, panel)).toContain(panel);
    expect(regions(60, 16, panel)).toContain(panel);
  }
});

test('a zoomed panel has the body for itself', () => {
  const regions = (place(120, 40, 'locks', true) ?? []).map((one) => one.region);
  expect(regions).toEqual(['title', 'locks', 'captions', 'hints']);
});

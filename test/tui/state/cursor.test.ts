import { expect, test } from 'vitest';
import { locate, move, scrollTo, TOP } from '../../../src/tui/state/cursor.ts';

test('moves within the list and names what it stands on', () => {
  expect(move(TOP, ['a', 'b', 'c'], 1)).toEqual({ id: 'b', row: 1 });
  expect(move(TOP, ['a', 'b', 'c'], Number.POSITIVE_INFINITY)).toEqual({ id: 'c', row: 2 });
  expect(move({ id: 'b', row: 1 }, ['a', 'b', 'c'], -5)).toBe(TOP);
  expect(move(TOP, [], 1)).toBe(TOP);
});

test('stays near its row when the thing is gone', () => {
  expect(locate({ id: 'gone', row: 1 }, ['a', 'b', 'c'])).toBe(1);
  expect(locate({ id: 'gone', row: 7 }, ['a', 'b', 'c'])).toBe(2);
  expect(locate(TOP, [])).toBe(-1);
});

test('scrolls so that the wanted line is visible', () => {
  for (let wanted = 0; wanted < 30; wanted++) {
    const top = scrollTo(wanted, 30, 7);
    expect(top).toBeGreaterThanOrEqual(0);
    expect(top).toBeLessThanOrEqual(23);
    expect(wanted - top).toBeGreaterThanOrEqual(0);
    expect(wanted - top).toBeLessThan(7);
  }
});

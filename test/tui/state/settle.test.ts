import fc from 'fast-check';
import { expect, test } from 'vitest';
import { percent } from '../../../src/report/format.ts';
import { settle } from '../../../src/tui/state/settle.ts';
import { holds } from '../../property.ts';

const STEP = 0.001;

const rows = (weights: Readonly<Record<string, number>>) =>
  Object.entries(weights).map(([id, weight]) => ({ id, weight }));

test('without a previous order the heaviest comes first', () => {
  expect(settle([], rows({ a: 0.1, b: 0.3, c: 0.2 }), STEP)).toEqual(['b', 'c', 'a']);
});

test('rows that differ by less than a step of the last digit keep their places', () => {
  expect(settle(['a', 'b'], rows({ a: 0.2, b: 0.2009 }), STEP)).toEqual(['a', 'b']);
});

test('a row that is heavier by more than that rises', () => {
  expect(settle(['a', 'b', 'c'], rows({ a: 0.2, b: 0.2011, c: 0.6 }), STEP)).toEqual(['c', 'b', 'a']);
});

test('small differences do not add up', () => {
  const weights = { a: 0.002, b: 0.0029, c: 0.0038, d: 0.002 };
  expect(settle(['a', 'b', 'c', 'd'], rows(weights), STEP)).toEqual(['c', 'a', 'b', 'd']);
});

test('rows come and go', () => {
  expect(settle(['a', 'b'], rows({ b: 0.1, d: 0.4 }), STEP)).toEqual(['d', 'b']);
});

test('no figure as displayed contradicts the order by more than one step, whatever was before', () => {
  const weights = fc.array(fc.integer({ min: 0, max: 99_999 }), { minLength: 1, maxLength: 12 });
  const property = fc.property(weights, weights, (before, now) => {
    const named = (all: readonly number[]) =>
      all.map((weight, index) => ({ id: `r${index}`, weight: weight / 1e6 + 3e-8 }));
    const order = settle(settle([], named(before), STEP), named(now), STEP);
    const shown = order.map((id) => Number.parseFloat(percent(named(now).find((row) => row.id === id)?.weight ?? 0)));
    shown.forEach((figure, index) => {
      const above = Math.min(...shown.slice(0, index));
      if (index > 0) expect(Math.round((figure - above) * 10)).toBeLessThanOrEqual(1);
    });
  });
  holds(property);
});

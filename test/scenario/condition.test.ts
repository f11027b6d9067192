import { expect, it } from 'vitest';
import { conditionText, holds, parseCondition, progress } from '../../src/scenario/condition.ts';

it('reads comparisons joined by and', () => {
  expect(parseCondition(' aim7.users>=9000  and cpu.sys < 97% and a_b.c-d != -1.5e3 ')).toEqual([
    { metric: 'aim7.users', operator: '>=', value: 9000 },
    { metric: 'cpu.sys', operator: '<', value: 0.97 },
    { metric: 'a_b.c-d', operator: '!=', value: -1500 },
  ]);
});

it('refuses everything else', () => {
  const texts = [
    '',
    'a',
    'a >',
    '> 1',
    'a => 1',
    'a > b',
    'a > 1 or b > 1',
    'a > 1 and',
    'a > 1; b',
    '1 > a',
    'a > 0x1',
  ];
  expect(texts.map(parseCondition)).toEqual(texts.map(() => null));
});

it('holds when every comparison does; an absent or undefined figure makes it false', () => {
  const metrics = { a: 5, nan: Number.NaN };
  const truth = (text: string): boolean => holds(parseCondition(text) ?? [], metrics);
  expect(['a > 4', 'a >= 5', 'a < 6', 'a <= 5', 'a == 5', 'a != 4', 'a > 4 and a < 6'].filter(truth)).toHaveLength(7);
  expect(
    ['a > 5', 'a < 5', 'a == 4', 'a != 5', 'a > 4 and a > 5', 'b != 1', 'nan != 1', 'nan < 1'].filter(truth),
  ).toEqual([]);
});

it('tells how far it has come: the farthest comparison counts', () => {
  const condition = parseCondition('up >= 100 and down <= 0') ?? [];
  const start = { up: 0, down: 10 };
  expect(progress(condition, start, { up: 0, down: 10 })).toBe(0);
  expect(progress(condition, start, { up: 50, down: 2 })).toBe(0.5);
  expect(progress(condition, start, { up: 100, down: 10 })).toBe(0);
  expect(progress(condition, start, { up: 200, down: -1 })).toBe(1);
  expect(progress(condition, {}, {})).toBe(0);
});

it('is written as it is read', () => {
  const text = 'aim7.users >= 9000 and cpu.sys < 0.97';
  expect(conditionText(parseCondition(text) ?? [])).toBe(text);
});

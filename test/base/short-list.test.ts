import { expect, it } from 'vitest';
import { appended } from '../../src/base/short-list.ts';

it('is the list with one more item at its end, however long it is', () => {
  let list: number[] = [];
  const lists = Array.from({ length: 9 }, (_, item) => {
    list = appended(list, item);
    return [...list];
  });
  expect(lists).toEqual(Array.from({ length: 9 }, (_, last) => Array.from({ length: last + 1 }, (__, item) => item)));
});

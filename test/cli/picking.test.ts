import { expect, it } from 'vitest';
import { type Press, pick } from '../../src/cli/picking.ts';

const after = (input: string, key: Press['key'] = {}, selected = 1): string => {
  const { selected: at, end } = pick(selected, 3, { input, key });
  return `${at} ${end}`;
};

it('moves within the list', () => {
  expect([after('', { downArrow: true }), after('', { upArrow: true }), after('j'), after('k')]).toEqual([
    '2 null',
    '0 null',
    '2 null',
    '0 null',
  ]);
  expect([after('jjj'), after('kkk'), after('x')]).toEqual(['2 null', '0 null', '1 null']);
});

it('ends with a choice or without one', () => {
  expect([after('', { return: true }), after('k\r'), after('kq'), after('', { escape: true })]).toEqual([
    '1 chosen',
    '0 chosen',
    '0 left',
    '1 left',
  ]);
  expect([after('c', { ctrl: true }), after('c')]).toEqual(['1 left', '1 null']);
  expect([after('z', { ctrl: true }), after('z')]).toEqual(['1 away', '1 null']);
});

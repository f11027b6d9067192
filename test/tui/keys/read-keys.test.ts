import type { Key } from 'ink';
import { expect, test } from 'vitest';
import { readKeys } from '../../../src/tui/keys/read-keys.ts';

const none: Key = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false,
};

test('characters that arrive together are read one by one', () => {
  expect(readKeys('1 /ab\r', none)).toEqual(['1', ' ', '/', 'a', 'b', 'enter']);
});

test('named keys and control keys', () => {
  expect(readKeys('', { ...none, upArrow: true })).toEqual(['up']);
  expect(readKeys('', { ...none, delete: true })).toEqual(['backspace']);
  expect(readKeys('', { ...none, tab: true, shift: true })).toEqual(['shift-tab']);
  expect(readKeys('z', { ...none, ctrl: true })).toEqual(['ctrl-z']);
});

test('Esc followed at once by a key is both', () => {
  expect(readKeys('q', { ...none, meta: true })).toEqual(['escape', 'q']);
});

test('what cannot be shown is no key', () => {
  expect(readKeys('\u0007汉', none)).toEqual([]);
});

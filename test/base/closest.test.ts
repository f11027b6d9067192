import { expect, it } from 'vitest';
import { closest, didYouMean } from '../../src/base/closest.ts';

it('finds the word that was meant, one slip per three letters', () => {
  const words = ['shared', 'chain', 'aim7', 'fork1000', 'on'];
  const meant = ['shraed', 'chian', 'aim8', 'AIM7', 'fork100', 'server', 'in', ''].map((word) => closest(word, words));
  expect(meant).toEqual(['shared', 'chain', 'aim7', 'aim7', 'fork1000', null, 'on', null]);
});

it('names all words when none is near', () => {
  expect(didYouMean('zzz', ['a', 'b'])).toBe('; known are a, b');
  expect(didYouMean('chian', ['shared', 'chain'])).toBe('; did you mean chain?');
  expect(didYouMean('chian', [])).toBe('');
});

// What the bundle takes for plain is plain to those who know Unicode, and what is not is left to them.

import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { GraphemeSegmenter } from '../../bundle/grapheme-segmenter.ts';
import { cellsOf, isGraphemeEach, leavesNoStyle } from '../../bundle/plain-text.ts';
import { standIn } from '../../bundle/string-width.ts';
import { holds } from '../property.ts';
import { stringWidth } from './real-packages.ts';

const UNITS = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit));
const PLAIN = UNITS.filter(isGraphemeEach);

/** Plain signs and others: combining marks, wide ones, emoji with joiners, flags, line ends. */
const sign = fc.oneof(
  fc.constantFrom(...PLAIN),
  fc.constantFrom('\u0301', '\u200d', '漢', '👩‍🚀', '🇩🇪', '\ufe0f', '\r\n', '\t', '\u1100', '\u00ad', '\ud800'),
  fc.constantFrom('\u001b[31m', '\u001b[0m', '\u001b[1;38;5;7m', '\u001b[2K', '\u001b'),
);
const text = fc.array(sign, { maxLength: 12 }).map((signs) => signs.join(''));

test('a screen is made of plain signs', () => {
  expect(PLAIN.length).toBeGreaterThan(1500);
  expect([...'az~─│└┊▁█●○→←▼·…⣿\u001b\n'].filter((one) => !isGraphemeEach(one))).toEqual([]);
});

test('every plain sign is one cell, but for line feed and escape', () => {
  const wide = PLAIN.filter((one) => stringWidth(one) !== 1);
  expect(wide).toEqual(['\n', '\u001b']);
});

test('segments are those of Intl.Segmenter', () => {
  const ours = new GraphemeSegmenter();
  const real = new Intl.Segmenter();
  const around = [undefined, -1, 0, 0.5, 1, 2, 3, 5, 8, 100, Number.NaN];
  holds(
    fc.property(text, (one) => {
      const [found, expected] = [ours.segment(one), real.segment(one)];
      expect([...found]).toEqual([...expected]);
      expect(around.map((at) => found.containing(at))).toEqual(around.map((at) => expected.containing(at)));
    }),
    1000,
  );
  const words = [
    new GraphemeSegmenter('en', { granularity: 'word' }),
    new Intl.Segmenter('en', { granularity: 'word' }),
  ];
  expect(words.map((one) => [...one.segment('two words')].length)).toEqual([3, 3]);
  const all = PLAIN.join('');
  expect([...ours.segment(all)]).toEqual([...real.segment(all)]);
});

test('widths are those of string-width, which plain texts do not load', () => {
  const ours = standIn(() => stringWidth);
  holds(
    fc.property(text, (one) => {
      expect(ours(one)).toBe(stringWidth(one));
    }),
    1000,
  );
  const load = vi.fn(() => stringWidth);
  expect(standIn(load)('\u001b[1m─ CPU ⣿ ─\u001b[0m')).toBe(9);
  expect(load).not.toHaveBeenCalled();
  expect([standIn(load)('漢字'), standIn(load)('ab', { countAnsiEscapeCodes: true })]).toEqual([4, 2]);
});

test('cells are told only where nothing but colours and attributes is between the signs', () => {
  expect(['', 'ab', '\u001b[1;31mab\u001b[0m', '\u001b[2Kab', 'a\nb', '漢'].map(cellsOf)).toEqual([
    0,
    2,
    2,
    null,
    null,
    null,
  ]);
});

test('a reset ends all styles', () => {
  const texts = ['ab', '\u001b[1mab\u001b[0m', '\u001b[1mab\u001b[0mcd', '\u001b[1mab', '\u001b[1mab\u001b[22m'];
  expect(texts.map(leavesNoStyle)).toEqual([true, true, true, false, false]);
});

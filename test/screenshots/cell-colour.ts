// The colours of a terminal's cell as SVG writes them: sixteen of our own, the cube of 256, or its own.

import type * as Xterm from '@xterm/headless';

/** Behind everything, and the default ink. */
export const PAPER = '#14171c';
const INK = '#d4d7dd';

const SIXTEEN = [
  ...['#14171c', '#e05561', '#5faf5f', '#d7af00', '#4d8fdb', '#c678dd', '#2bb3c0', '#d4d7dd'],
  ...['#5c6370', '#ff6b76', '#7cc77c', '#f0c674', '#6fb1ff', '#de9cf0', '#56d4de', '#ffffff'],
];
const CUBE = [0, 95, 135, 175, 215, 255];

export function colourOf(cell: Xterm.IBufferCell | undefined, part: 'ink' | 'paper'): string {
  const isInk = part === 'ink';
  const fallback = isInk ? INK : PAPER;
  if (cell === undefined) return fallback;
  if (isInk ? cell.isFgDefault() : cell.isBgDefault()) return fallback;
  const value = isInk ? cell.getFgColor() : cell.getBgColor();
  return (isInk ? cell.isFgRGB() : cell.isBgRGB())
    ? hex(value >> 16, (value >> 8) & 0xff, value & 0xff)
    : indexed(value);
}

function indexed(index: number): string {
  if (index < 16) return SIXTEEN[index] ?? INK;
  if (index >= 232) return hex(...grey(8 + 10 * (index - 232)));
  const place = index - 16;
  return hex(CUBE[Math.floor(place / 36)] ?? 0, CUBE[Math.floor(place / 6) % 6] ?? 0, CUBE[place % 6] ?? 0);
}

const grey = (level: number): [number, number, number] => [level, level, level];

const hex = (...levels: readonly [number, number, number]): string =>
  `#${levels.map((level) => level.toString(16).padStart(2, '0')).join('')}`;

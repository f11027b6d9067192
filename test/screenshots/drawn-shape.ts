// Signs that are drawn as paths instead of written: rules, blocks, braille dots, the stem of a marker.

import type { CellSize } from './screen-svg.ts';

/** Path of the sign in a cell at (x, y); '' when it is to be written as text. */
export function drawnShape(sign: string, x: number, y: number, cell: CellSize): string {
  const code = sign.codePointAt(0) ?? 0;
  if (code > 0x2800 && code <= 0x28ff) return braille(code - 0x2800, x, y, cell);
  if (code >= 0x2581 && code <= 0x2588) return block((code - 0x2580) / 8, x, y, cell);
  return (RULES[sign] ?? [])
    .map(([left, top, wide, high]) =>
      box(x + left * cell.width, y + top * cell.height, wide * cell.width, high * cell.height),
    )
    .join('');
}

type Box = readonly [left: number, top: number, wide: number, high: number];

/** In parts of a cell; about one pixel thick. */
const THIN = { wide: 0.14, high: 0.065 } as const;
const MIDDLE = { left: 0.5 - THIN.wide / 2, top: 0.5 - THIN.high / 2 } as const;

const RULES: Readonly<Record<string, readonly Box[]>> = {
  '─': [[0, MIDDLE.top, 1, THIN.high]],
  '│': [[MIDDLE.left, 0, THIN.wide, 1]],
  '└': [
    [MIDDLE.left, 0, THIN.wide, 0.5 + THIN.high / 2],
    [MIDDLE.left, MIDDLE.top, 0.5 + THIN.wide / 2, THIN.high],
  ],
  '┊': [0.05, 0.3, 0.55, 0.8].map((top): Box => [MIDDLE.left, top, THIN.wide, 0.15]),
};

const block = (share: number, x: number, y: number, { width, height }: CellSize): string =>
  box(x, y + height * (1 - share), width, height * share);

/** Bits of a braille sign by column and row. */
const DOTS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;
const DOT = 2.1;

function braille(bits: number, x: number, y: number, { width, height }: CellSize): string {
  let path = '';
  for (const [column, rows] of DOTS.entries()) {
    for (const [row, bit] of rows.entries()) {
      if ((bits & bit) === 0) continue;
      const [centre, middle] = [x + (column + 0.5) * (width / 2), y + (row + 0.5) * (height / 4)];
      path += box(centre - DOT / 2, middle - DOT / 2, DOT, DOT);
    }
  }
  return path;
}

const box = (x: number, y: number, wide: number, high: number): string =>
  `M${short(x)} ${short(y)}h${short(wide)}v${short(high)}h${short(-wide)}z`;

const short = (value: number): string => String(Math.round(value * 100) / 100);

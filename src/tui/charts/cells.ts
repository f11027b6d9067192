// A chart as a grid of cells with roles, on which axes, labels and markers are written before it becomes lines.

import { type Line, type Span, span } from '../text/line.ts';
import type { Role } from '../theme/role.ts';

export interface Grid {
  readonly columns: number;
  readonly rows: number;
  isBlank(column: number, row: number): boolean;
  /** Writes from left to right; what lies outside is lost. */
  write(column: number, row: number, text: string, role: Role): void;
  toLines(): readonly Line[];
}

interface RoleCell {
  character: string;
  role: Role;
}

export function createGrid(columns: number, rows: number): Grid {
  const cells = Array.from({ length: rows }, () => Array.from({ length: columns }, blank));
  return {
    columns,
    rows,
    isBlank: (column, row) => cells[row]?.[column]?.character === ' ',
    write(column, row, text, role) {
      [...text].forEach((character, index) => {
        const cell = cells[row]?.[column + index];
        if (cell !== undefined) Object.assign(cell, { character, role });
      });
    },
    toLines: () => cells.map(toLine),
  };
}

const blank = (): RoleCell => ({ character: ' ', role: 'plain' });

/** One span per run of cells of one role. */
function toLine(cells: readonly RoleCell[]): Line {
  const spans: Span[] = [];
  for (const { character, role } of cells) {
    const last = spans.at(-1);
    if (last?.role === role) spans[spans.length - 1] = span(last.text + character, role);
    else spans.push(span(character, role));
  }
  return spans;
}

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

export function createGrid(columns: number, rows: number): Grid {
  const characters = new Array<string>(columns * rows).fill(' ');
  const roles = new Array<Role>(columns * rows).fill('plain');
  return {
    columns,
    rows,
    isBlank: (column, row) => column < columns && characters[row * columns + column] === ' ',
    write(column, row, text, role) {
      if (row < 0 || row >= rows) return;
      for (let at = Math.max(0, -column); at < Math.min(text.length, columns - column); at++) {
        characters[row * columns + column + at] = text[at] ?? '';
        roles[row * columns + column + at] = role;
      }
    },
    toLines: () =>
      Array.from({ length: rows }, (_, row) => {
        const cells = [row * columns, (row + 1) * columns] as const;
        return toLine(characters.slice(...cells), roles.slice(...cells));
      }),
  };
}

/** One span per run of cells of one role. */
function toLine(characters: readonly string[], roles: readonly Role[]): Line {
  const spans: Span[] = [];
  let text = '';
  for (const [column, character] of characters.entries()) {
    text += character;
    const role = roles[column] ?? 'plain';
    if (roles[column + 1] === role) continue;
    spans.push(span(text, role));
    text = '';
  }
  return spans;
}

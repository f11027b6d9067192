// In the place of Ink's output.js, which puts the texts of a frame on the screen. Ink's makes an object of every cell, a
// third of what the live screen costs. Here texts whose cells are known become rows by being joined. Where texts lie over
// each other, are clipped, or need knowledge of Unicode, Ink's own does it.

import { cellsOf, leavesNoStyle } from './plain-text.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Makes of a row of a text, as Ink draws it, what is to be seen. */
type Transformer = (line: string, index: number) => string;

interface Written {
  readonly kind: 'write';
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly transformers: readonly Transformer[];
}

type Operation = Written | { readonly kind: 'clip'; readonly clip: object } | { readonly kind: 'unclip' };

interface Drawn {
  readonly output: string;
  readonly height: number;
}

interface Output extends Size {
  write(x: number, y: number, text: string, options: { readonly transformers: readonly Transformer[] }): void;
  clip(clip: object): void;
  unclip(): void;
  get(): Drawn;
}

export type OutputClass = new (size: Size) => Output;

export const standIn = (real: () => OutputClass): OutputClass =>
  class JoiningOutput implements Output {
    readonly width: number;
    readonly height: number;
    private readonly operations: Operation[] = [];

    constructor({ width, height }: Size) {
      this.width = width;
      this.height = height;
    }

    write(
      x: number,
      y: number,
      text: string,
      { transformers }: { readonly transformers: readonly Transformer[] },
    ): void {
      if (text !== '') this.operations.push({ kind: 'write', x, y, text, transformers });
    }

    clip(clip: object): void {
      this.operations.push({ kind: 'clip', clip });
    }

    unclip(): void {
      this.operations.push({ kind: 'unclip' });
    }

    get(): Drawn {
      return joined(this.operations, this.height) ?? drawnBy(real(), this, this.operations);
    }
  };

function drawnBy(Real: OutputClass, { width, height }: Size, operations: readonly Operation[]): Drawn {
  const output = new Real({ width, height });
  for (const one of operations) {
    if (one.kind === 'write') output.write(one.x, one.y, one.text, one);
    else if (one.kind === 'clip') output.clip(one.clip);
    else output.unclip();
  }
  return output.get();
}

/** Part of a row. */
interface Piece {
  readonly x: number;
  readonly line: string;
  readonly cells: number;
}

/** Null where it is not so simple. */
function joined(operations: readonly Operation[], height: number): Drawn | null {
  const rows: Piece[][] = Array.from({ length: height }, () => []);
  for (const operation of operations) {
    if (operation.kind !== 'write' || !place(rows, operation)) return null;
  }
  const lines: string[] = [];
  for (const pieces of rows) {
    const line = joinedLine(pieces);
    if (line === null) return null;
    lines.push(line.trimEnd());
  }
  return { output: lines.join('\n'), height };
}

function place(rows: readonly Piece[][], { x, y, text, transformers }: Written): boolean {
  for (const [index, untransformed] of text.split('\n').entries()) {
    const row = rows[y + index];
    // Ink counts as a line what its own tokens make one.
    if (cellsOf(untransformed) === null || !leavesNoStyle(untransformed)) return false;
    if (row === undefined) continue;
    const line = transformers.reduce((so, transform) => transform(so, index), untransformed);
    const cells = cellsOf(line);
    if (cells === null || !leavesNoStyle(line)) return false;
    if (cells > 0) row.push({ x, line, cells });
  }
  return true;
}

function joinedLine(pieces: Piece[]): string | null {
  let line = '';
  let end = 0;
  for (const piece of pieces.sort((a, b) => a.x - b.x)) {
    if (piece.x < end) return null;
    line += ' '.repeat(piece.x - end) + piece.line;
    end = piece.x + piece.cells;
  }
  return line;
}

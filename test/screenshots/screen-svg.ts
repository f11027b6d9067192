// A terminal's screen as an SVG picture. Words are text; lines, blocks and braille are drawn, because fonts lack them or
// leave gaps between the rows.

import type * as Xterm from '@xterm/headless';
import { colourOf, PAPER } from './cell-colour.ts';
import { drawnShape } from './drawn-shape.ts';

export interface CellSize {
  readonly width: number;
  readonly height: number;
}

const CELL: CellSize = { width: 8, height: 17 };
const FONT_SIZE = 13.3;
/** Of the letters' feet, from the top of the cell. */
const BASELINE = 12.8;
const MARGIN = 12;

interface Style {
  readonly ink: string;
  readonly paper: string;
  readonly bold: boolean;
  readonly dim: boolean;
}

/** Neighbouring cells of one row that look alike. */
interface Run {
  readonly column: number;
  readonly text: string;
  readonly style: Style;
}

export function screenSvg(terminal: Xterm.Terminal, label: string): string {
  const wide = terminal.cols * CELL.width + 2 * MARGIN;
  const high = terminal.rows * CELL.height + 2 * MARGIN;
  const rows = Array.from({ length: terminal.rows }, (_, row) => rowSvg(runsOf(terminal, row), row));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${wide} ${high}" width="${wide}" height="${high}" role="img">`,
    `<title>${escaped(label)}</title>`,
    `<rect width="${wide}" height="${high}" rx="8" fill="${PAPER}"/>`,
    `<g transform="translate(${MARGIN} ${MARGIN})" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="${FONT_SIZE}">`,
    ...rows.filter((row) => row !== ''),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function runsOf(terminal: Xterm.Terminal, row: number): readonly Run[] {
  const { active } = terminal.buffer;
  const line = active.getLine(active.viewportY + row);
  const runs: Run[] = [];
  for (let column = 0; column < terminal.cols; column++) {
    const cell = line?.getCell(column);
    const text = cell === undefined || cell.getChars() === '' ? ' ' : cell.getChars();
    const style = styleOf(cell);
    const last = runs.at(-1);
    if (last !== undefined && isSame(last.style, style)) runs[runs.length - 1] = { ...last, text: last.text + text };
    else runs.push({ column, text, style });
  }
  return runs;
}

function styleOf(cell: Xterm.IBufferCell | undefined): Style {
  const ink = colourOf(cell, 'ink');
  const paper = colourOf(cell, 'paper');
  const isInverse = cell !== undefined && cell.isInverse() !== 0;
  return {
    ink: isInverse ? paper : ink,
    paper: isInverse ? ink : paper,
    bold: cell !== undefined && cell.isBold() !== 0,
    dim: cell !== undefined && cell.isDim() !== 0,
  };
}

const isSame = (a: Style, b: Style): boolean =>
  a.ink === b.ink && a.paper === b.paper && a.bold === b.bold && a.dim === b.dim;

const rowSvg = (runs: readonly Run[], row: number): string =>
  runs
    .map((run) => runSvg(run, row * CELL.height))
    .filter((svg) => svg !== '')
    .join('');

function runSvg({ column, text, style }: Run, top: number): string {
  const left = column * CELL.width;
  const behind =
    style.paper === PAPER
      ? ''
      : `<rect x="${left}" y="${top}" width="${text.length * CELL.width}" height="${CELL.height}" fill="${style.paper}"/>`;
  const shapes = [...text].map((sign, index) => drawnShape(sign, left + index * CELL.width, top, CELL)).join('');
  const drawn = shapes === '' ? '' : `<path d="${shapes}" fill="${style.ink}"${opacity(style)}/>`;
  return behind + drawn + wordsSvg(text, left, top + BASELINE, style);
}

/** Each word at its own place, stretched to its cells whatever the font. */
function wordsSvg(text: string, left: number, baseline: number, style: Style): string {
  const signs = [...text].map((sign) => (drawnShape(sign, 0, 0, CELL) === '' ? sign : ' ')).join('');
  const weight = style.bold ? ' font-weight="bold"' : '';
  let svg = '';
  for (const { 0: words, index } of signs.matchAll(/\S+(?: \S+)*/g)) {
    const place = `x="${left + index * CELL.width}" y="${baseline.toFixed(1)}" textLength="${words.length * CELL.width}"`;
    svg += `<text ${place} lengthAdjust="spacingAndGlyphs" fill="${style.ink}"${weight}${opacity(style)}>${escaped(words)}</text>`;
  }
  return svg;
}

const opacity = ({ dim }: Style): string => (dim ? ' opacity="0.62"' : '');

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

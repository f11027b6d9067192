// A theme: turns lines into strings for one terminal. One SGR sequence per run of cells, not per cell.

import type { Line, Span } from '../text/line.ts';
import { cutLine } from '../text/line.ts';
import type { Glyphs } from './glyphs.ts';
import { ASCII, UNICODE } from './glyphs.ts';
import type { Look } from './palette.ts';
import { PALETTE } from './palette.ts';
import type { Role } from './role.ts';

export type ColourLevel = 'none' | '16' | '256' | 'truecolor';

export interface Theme {
  readonly glyphs: Glyphs;
  /** False: no colour, so shape and letters must say everything. */
  readonly colour: boolean;
  /** The line in at most `width` cells; what it leaves out at its end is blank. */
  paint(spans: Line, width: number): string;
}

export function createTheme(level: ColourLevel, ascii: boolean): Theme {
  const codes = new Map<Role, string>();
  for (const [role, look] of Object.entries(PALETTE)) codes.set(role as Role, sgr(look, level));
  return {
    glyphs: ascii ? ASCII : UNICODE,
    colour: level !== 'none',
    paint(spans, width) {
      const cut = cutLine(spans, width);
      return paintWith(codes, ascii ? cut.map(withoutUnicode) : cut);
    },
  };
}

/** Words from outside may hold what our glyphs do not. */
const withoutUnicode = (part: Span): Span => ({ text: part.text.replace(/[^ -~]/g, '?'), role: part.role });

function paintWith(codes: ReadonlyMap<Role, string>, spans: Line): string {
  let painted = '';
  for (const { text, role } of spans) {
    const code = codes.get(role) ?? '';
    painted += code === '' ? text : `\u001b[${code}m${text}\u001b[0m`;
  }
  return painted;
}

function sgr(look: Look, level: ColourLevel): string {
  const parts = look.attributes === '' ? [] : [look.attributes];
  const colour = colourCode(look, level);
  if (colour !== '') parts.push(colour);
  return parts.join(';');
}

function colourCode(look: Look, level: ColourLevel): string {
  if (level === 'none' || look.basic === null || look.rgb === null) return '';
  if (level === '16') return String(look.basic);
  const [red, green, blue] = [look.rgb >> 16, (look.rgb >> 8) & 0xff, look.rgb & 0xff];
  if (level === 'truecolor') return `38;2;${red};${green};${blue}`;
  return `38;5;${16 + 36 * cubeLevel(red) + 6 * cubeLevel(green) + cubeLevel(blue)}`;
}

/** Index of a channel's value among the cube's six levels 0, 95, 135, 175, 215, 255. */
const cubeLevel = (value: number): number => (value < 48 ? 0 : value < 115 ? 1 : Math.floor((value - 35) / 40));

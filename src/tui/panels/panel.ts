// What a panel is: a pure function from state and size to lines. Its first line is its title.

import type { State } from '../state/state.ts';
import { type Line, lineWidth, type Size, span } from '../text/line.ts';
import type { Theme } from '../theme/theme.ts';

/** What a panel may know of the terminal. */
export type Look = Pick<Theme, 'glyphs' | 'colour'>;

/** At most size.rows lines; each is cut or filled to size.columns when painted. */
export type Panel = (state: State, size: Size, look: Look) => readonly Line[];

export interface TitleParts {
  readonly name: string;
  /** Beside the name. */
  readonly left?: Line;
  readonly right?: Line;
  readonly focused: boolean;
}

/** A rule across the panel that carries its name; the focused panel's name stands in reverse. */
export function titleLine(parts: TitleParts, columns: number, { glyphs }: Look): Line {
  const name = span(` ${parts.name} `, parts.focused ? 'focus' : 'title');
  const leftPart = parts.left ?? [];
  const start: Line = [span(glyphs.rule, 'dim'), name, ...leftPart, span(leftPart.length > 0 ? ' ' : '', 'dim')];
  const end: Line =
    parts.right === undefined || parts.right.length === 0
      ? []
      : [span(' '), ...parts.right, span(' '), span(glyphs.rule, 'dim')];
  const gap = columns - lineWidth(start) - lineWidth(end);
  if (gap < 1) return [...start, span(glyphs.rule.repeat(Math.max(0, columns - lineWidth(start))), 'dim')];
  return [...start, span(glyphs.rule.repeat(gap), 'dim'), ...end];
}

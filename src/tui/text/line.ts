// Lines: what panels draw. A line is a list of spans, each a text and the role it plays; colours come later (theme/).
//
// * Every character of a span takes exactly one cell. Text from outside (a scenario's title, a task's name) goes
//   through printable() first.

import type { Role } from '../theme/role.ts';

export interface Span {
  readonly text: string;
  readonly role: Role;
}

export type Line = readonly Span[];

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export const span = (text: string, role: Role = 'plain'): Span => ({ text, role });

export const lineWidth = (spans: Line): number => spans.reduce((width, part) => width + part.text.length, 0);

/** The same text, all in one role: how a selected row looks. */
export const recolour = (spans: Line, role: Role): Line => [span(plainText(spans), role)];

export const plainText = (spans: Line): string => spans.map((part) => part.text).join('');

/** Exactly `width` cells: cut at the right or filled with blanks. */
export function fitLine(spans: Line, width: number): Line {
  const cut = cutLine(spans, width);
  const gap = width - lineWidth(cut);
  return gap > 0 ? [...cut, span(' '.repeat(gap))] : cut;
}

/** At most `width` cells, without the blanks at its end, which cost time and show nothing. */
export function cutLine(spans: Line, width: number): Line {
  const cut: Span[] = [];
  let left = Math.max(0, width);
  for (const part of spans) {
    if (left === 0) break;
    cut.push(part.text.length <= left ? part : span(part.text.slice(0, left), part.role));
    left -= Math.min(left, part.text.length);
  }
  return withoutTrailingBlanks(cut);
}

function withoutTrailingBlanks(spans: readonly Span[]): Line {
  const last = spans.findLastIndex((part) => part.role !== 'plain' || part.text.trimEnd() !== '');
  const part = spans[last];
  if (part === undefined) return [];
  return part.role === 'plain' ? [...spans.slice(0, last), span(part.text.trimEnd())] : spans.slice(0, last + 1);
}

/** `left` and `right` at the two ends of a line; `right` is dropped when both do not fit. */
export function spread(left: Line, right: Line, width: number): Line {
  const gap = width - lineWidth(left) - lineWidth(right);
  return gap < 1 ? fitLine(left, width) : [...left, span(' '.repeat(gap)), ...right];
}

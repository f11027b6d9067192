// Text as cells of a terminal.

/** Everything that may not be exactly one cell wide: controls, combining marks, wide scripts, emoji, private use. */
const NOT_ONE_CELL =
  /[^\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u058f\u2010-\u2027\u2030-\u205e\u2070-\u20cf\u2100-\u22ff\u2500-\u25fc\u2800-\u28ff]/gu;

/** Text of unknown origin, safe to place on the screen; what is not one cell wide becomes '?'. */
export const printable = (text: string): string => text.replace(NOT_ONE_CELL, '?');

/** At most `width` cells; a cut is shown by `mark`, one of the theme's glyphs. */
export function clip(text: string, width: number, mark = ''): string {
  if (text.length <= width) return text;
  return width <= mark.length ? text.slice(0, Math.max(0, width)) : text.slice(0, width - mark.length) + mark;
}

/** Exactly `width` cells, filled at the right. */
export const left = (text: string, width: number, mark = ''): string => clip(text, width, mark).padEnd(width);

/** Exactly `width` cells, filled at the left. */
export const right = (text: string, width: number, mark = ''): string => clip(text, width, mark).padStart(width);

/** Words over as many lines as needed, none wider than `width` where a word allows it. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(' ')) {
    const joined = current === '' ? word : `${current} ${word}`;
    if (joined.length <= width || current === '') current = joined;
    else {
      lines.push(current);
      current = word;
    }
  }
  lines.push(current);
  return lines;
}

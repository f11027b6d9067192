// Text that needs no knowledge of Unicode: what a screen like ours is made of. Packages that know all scripts and emoji take
// long to learn them and go through every text sign by sign.

const ONE_CELL =
  '\\x20-\\x7e\\u00a1-\\u00ac\\u00ae-\\u02ff\\u0370-\\u0482\\u048a-\\u058f\\u2010-\\u2027\\u2030-\\u205e\\u2070-\\u20cf\\u2100-\\u22ff\\u2500-\\u25fc\\u2800-\\u28ff';

const ONE_CELL_EACH = new RegExp(`^[${ONE_CELL}]*$`);
const GRAPHEME_EACH = new RegExp(`^[\\n\\u001b${ONE_CELL}]*$`);

/** Whether every UTF-16 unit is a sign that takes one cell. */
const isOneCellEach = (text: string): boolean => ONE_CELL_EACH.test(text);

/** Whether every UTF-16 unit is a grapheme of its own; line feeds and escapes are, but take no cell. */
export const isGraphemeEach = (text: string): boolean => GRAPHEME_EACH.test(text);

const ESCAPE = '\u001b';
/** Colours and attributes (SGR), which take no cell. */
const STYLES = new RegExp(`${ESCAPE}\\[[\\d;]*m`, 'g');

/** Cells that a text with colours and attributes takes; null where that cannot be told so simply. */
export function cellsOf(text: string): number | null {
  const shown = text.includes(ESCAPE) ? text.replace(STYLES, '') : text;
  return isOneCellEach(shown) ? shown.length : null;
}

/** Whether what follows the text is as if nothing had been before it. */
export function leavesNoStyle(text: string): boolean {
  const last = text.lastIndexOf(ESCAPE);
  return last === -1 || text.startsWith('[0m', last + 1);
}

// Around Ink's line-update.js, which tells how a row changes: from the first sign that is another one. It repeats all colours
// and attributes before that sign, in the order in which they came; those before a reset have no effect.

export type LineUpdate = (previous: string, next: string, columns: number | undefined) => string;

const ESCAPE = '\u001b';
/** Cursor to the column, erase, then styles up to the last reset: rows are drawn with no style before them. */
const WITHOUT_EFFECT = new RegExp(`^(${ESCAPE}\\[\\d+G${ESCAPE}\\[K)(?:${ESCAPE}\\[[\\d;]*m)*${ESCAPE}\\[0m`);

export function standIn(real: () => LineUpdate): LineUpdate {
  const lineUpdate = real();
  return (previous, next, columns) => lineUpdate(previous, next, columns).replace(WITHOUT_EFFECT, '$1');
}

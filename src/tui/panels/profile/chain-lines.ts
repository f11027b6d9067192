// Call chains of one symbol, hottest first, each over as many lines as it needs: callers from the inside out.
// What the chains of a frame leave of the symbol's time has a line of its own, so that all lines add up to the whole.

import { percent } from '../../../report/format.ts';
import type { ProfileLine } from '../../../report/profile-table.ts';
import { printable, right } from '../../text/cells.ts';
import { type Line, span } from '../../text/line.ts';
import type { Look } from '../panel.ts';

export const NO_CALLER = '(no caller)';

const INDENT = 4;
/** Less is what rounding leaves. */
const LEAST_REST = 0.001;

export function chainLines(row: ProfileLine, columns: number, look: Look): readonly Line[] {
  const shown = row.chains.flatMap((chain) => {
    const head = headOf(chain.share, look);
    const room = columns - INDENT - head.length;
    return callerLines(chain.callers, room, look.glyphs.caller).map((text, index) => [
      span(' '.repeat(INDENT)),
      span(index === 0 ? head : ' '.repeat(head.length), 'strong'),
      span(text),
    ]);
  });
  const rest = 1 - row.chains.reduce((sum, chain) => sum + chain.share, 0);
  if (row.chains.length === 0 || rest <= LEAST_REST) return shown;
  return [...shown, [span(' '.repeat(INDENT)), span(headOf(rest, look), 'strong'), span('other chains', 'dim')]];
}

const headOf = (share: number, { glyphs }: Look): string => `${glyphs.branch} ${right(percent(share), 6)} `;

/** '<- a <- b', broken before an arrow. */
function callerLines(callers: readonly string[], room: number, arrow: string): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const caller of callers) {
    const piece = `${arrow} ${printable(caller)}`;
    const joined = current === '' ? piece : `${current} ${piece}`;
    if (joined.length <= room || current === '') current = joined;
    else {
      lines.push(current);
      current = piece;
    }
  }
  return [...lines, current === '' ? NO_CALLER : current];
}

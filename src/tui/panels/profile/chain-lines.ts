// Call chains of one symbol, hottest first, each over as many lines as it needs: callers from the inside out.

import { percent } from '../../../report/format.ts';
import type { ProfileLine } from '../../../report/profile-table.ts';
import { printable, right } from '../../text/cells.ts';
import { type Line, span } from '../../text/line.ts';
import type { Look } from '../panel.ts';

const INDENT = 4;

export function chainLines(row: ProfileLine, columns: number, look: Look): readonly Line[] {
  return row.chains.flatMap((chain) => {
    const head = `${look.glyphs.branch} ${right(percent(chain.share), 6)} `;
    const room = columns - INDENT - head.length;
    return callerLines(chain.callers, room, look.glyphs.caller).map((text, index) => [
      span(' '.repeat(INDENT)),
      span(index === 0 ? head : ' '.repeat(head.length), 'strong'),
      span(text),
    ]);
  });
}

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
  return [...lines, current === '' ? '(no caller)' : current];
}

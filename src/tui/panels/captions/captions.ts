// The lines that speak: the timeline's words to the audience or what stopped the run and, below or behind them, the latest
// notice. The words end with what to press: a notice covers none of them as long as it finds room at their end. Where it finds
// none it takes the last line for a while; a marker, which is on the charts, too, gives it back sooner.

import { NOTICE_S, type Notice, type State, shown } from '../../state/state.ts';
import { clip, printable, wrap } from '../../text/cells.ts';
import { type Line, lineWidth, type Size, span, spread } from '../../text/line.ts';
import type { Role } from '../../theme/role.ts';
import type { Look, Panel } from '../panel.ts';

export const captionPanel: Panel = (state, size, look) => {
  const { notice } = state;
  const words = wrapped(caption(state), size, look);
  if (notice === null) return words;
  const told: Words = { text: notice.text, role: NOTICE_ROLES[notice.tone] };
  const line = wrapped(told, { ...size, rows: 1 }, look);
  if (words.length < size.rows) return [...words, ...line];
  const behind = size.columns - lineWidth(words.at(-1) ?? []) - GAP;
  const ofRun = notice.tone === 'marker';
  if (behind >= Math.min(ofRun ? LEAST_MARKER : LEAST_NOTICE, told.text.length)) {
    const text = clip(printable(told.text), behind, look.glyphs.cut);
    return [...words.slice(0, -1), spread(words.at(-1) ?? [], [span(text, told.role)], size.columns)];
  }
  if (size.rows > 1 && ofRun && notice.framesLeft <= (NOTICE_S - NEW_S) * state.fps) return words;
  if (size.rows > 1) return [...wrapped(caption(state), { ...size, rows: size.rows - 1 }, look), ...line];
  return [besides(caption(state), told, size.columns, look)];
};

/** For which a marker is so new that it takes a line of the words. */
const NEW_S = 3;

/** Between the words and a notice behind them. */
const GAP = 3;
/** So much of a marker is its instant and how it begins. */
const LEAST_MARKER = 18;
/** So much of a notice says what it is about. */
const LEAST_NOTICE = 30;

/** One line for both: the notice has the room that it needs at least, the words have the rest. */
function besides(words: Words, told: Words, columns: number, { glyphs }: Look): Line {
  const notice = clip(printable(told.text), LEAST_NOTICE, glyphs.cut);
  const text = clip(printable(words.text), columns - GAP - notice.length, glyphs.cut);
  return spread([span(text, words.role)], [span(notice, told.role)], columns);
}

interface Words {
  readonly text: string;
  readonly role: Role;
}

function caption(state: State): Words {
  const { failure } = state;
  if (failure !== null) return { text: `${failure.message}  (q shows how to reproduce it)`, role: 'bad' };
  const { caption: text, ended } = shown(state);
  if (text !== '') return { text, role: 'caption' };
  return { text: ended ? 'The timeline is over; the run goes on.' : '', role: 'caption' };
}

const NOTICE_ROLES: Record<Notice['tone'], Role> = { done: 'good', failed: 'bad', marker: 'marker' };

/** Over at most as many lines as there are; what does not fit is cut at the end of the last. */
function wrapped({ text, role }: Words, size: Size, look: Look): readonly Line[] {
  const lines = wrap(printable(text), size.columns);
  const last = lines.slice(size.rows - 1);
  const shown = last.length === 0 ? lines : [...lines.slice(0, size.rows - 1), last.join(' ')];
  return shown.map((part) => [span(clip(part, size.columns, look.glyphs.cut), role)]);
}

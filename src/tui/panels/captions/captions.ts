// The lines that speak: the timeline's words to the audience or what stopped the run and, below them, the latest notice.

import type { Notice, State } from '../../state/state.ts';
import { clip, printable, wrap } from '../../text/cells.ts';
import { type Line, type Size, span } from '../../text/line.ts';
import type { Role } from '../../theme/role.ts';
import type { Look, Panel } from '../panel.ts';

export const captionPanel: Panel = (state, size, look) => {
  const { notice } = state;
  if (notice === null) return wrapped(caption(state), size, look);
  const told = wrapped({ text: notice.text, role: NOTICE_ROLES[notice.tone] }, { ...size, rows: 1 }, look);
  return size.rows === 1 ? told : [...wrapped(caption(state), { ...size, rows: size.rows - 1 }, look), ...told];
};

interface Words {
  readonly text: string;
  readonly role: Role;
}

function caption(state: State): Words {
  const { failure } = state;
  if (failure !== null) return { text: `${failure.message}  (q shows how to reproduce it)`, role: 'bad' };
  if (state.caption !== '') return { text: state.caption, role: 'caption' };
  return { text: state.ended ? 'The timeline is over; the run goes on.' : '', role: 'caption' };
}

const NOTICE_ROLES: Record<Notice['tone'], Role> = { done: 'good', failed: 'bad', marker: 'marker' };

/** Over as many lines as there are; what does not fit is cut at the end of the last. */
function wrapped({ text, role }: Words, size: Size, look: Look): readonly Line[] {
  const lines = wrap(printable(text), size.columns);
  const last = lines.slice(size.rows - 1).join(' ');
  return [...lines.slice(0, size.rows - 1), last].map((part) => [
    span(clip(part, size.columns, look.glyphs.cut), role),
  ]);
}

// One line that speaks: a notice, what stopped the run, or the timeline's words to the audience.

import type { Notice, State } from '../../state/state.ts';
import { clip, printable } from '../../text/cells.ts';
import { span } from '../../text/line.ts';
import type { Role } from '../../theme/role.ts';
import type { Panel } from '../panel.ts';

export const captionPanel: Panel = (state, size, look) => {
  const { text, role } = spoken(state);
  return [[span(clip(printable(text), size.columns, look.glyphs.cut), role)]];
};

function spoken(state: State): { readonly text: string; readonly role: Role } {
  const { failure, notice } = state;
  if (notice !== null) return { text: notice.text, role: NOTICE_ROLES[notice.tone] };
  if (failure !== null) return { text: `${failure.message}  (q shows how to reproduce it)`, role: 'bad' };
  if (state.caption !== '') return { text: state.caption, role: 'caption' };
  return { text: state.ended ? 'The timeline is over; the run goes on.' : '', role: 'caption' };
}

const NOTICE_ROLES: Record<Notice['tone'], Role> = { done: 'good', failed: 'bad', marker: 'marker' };

// One line that speaks: a notice, what stopped the run, or the timeline's words to the audience.

import type { State } from '../../state/state.ts';
import { clip, printable } from '../../text/cells.ts';
import { span } from '../../text/line.ts';
import type { Panel } from '../panel.ts';

export const captionPanel: Panel = (state, size, look) => {
  const { text, role } = spoken(state);
  return [[span(clip(printable(text), size.columns, look.glyphs.cut), role)]];
};

function spoken(state: State): { readonly text: string; readonly role: 'bad' | 'good' | 'caption' | 'marker' } {
  const { failure, notice } = state;
  if (notice !== null) return { text: notice.text, role: notice.bad ? 'bad' : 'good' };
  if (failure !== null) return { text: `${failure.message}  (q shows how to reproduce it)`, role: 'bad' };
  if (state.caption !== '') return { text: state.caption, role: 'caption' };
  const last = state.live.markers.at(-1);
  if (last !== undefined)
    return { text: [last.text, last.detail].filter((part) => part !== '').join(': '), role: 'marker' };
  return { text: state.ended ? 'The timeline is over; the run goes on.' : '', role: 'caption' };
}

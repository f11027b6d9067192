// The help, scrollable.

import { span } from '../../text/line.ts';
import { type Panel, titleLine } from '../panel.ts';
import { helpLines } from './help-lines.ts';

export const helpPanel: Panel = (state, size, look) => {
  const lines = helpLines(state.info, size.columns, look);
  const height = size.rows - 1;
  const wanted = state.mode.kind === 'help' ? state.mode.top : 0;
  const top = Math.max(0, Math.min(wanted, lines.length - height));
  const last = Math.min(lines.length, top + height);
  const right = [span(`${top + 1}-${last} of ${lines.length}`, 'dim')];
  return [titleLine({ name: 'Help', right, focused: true }, size.columns, look), ...lines.slice(top, last)];
};

// A panel as plain text, in a box of the wanted size, without the blanks at the ends of its lines.

import type { Panel } from '../../../src/tui/panels/panel.ts';
import type { State } from '../../../src/tui/state/state.ts';
import { fitLine, plainText } from '../../../src/tui/text/line.ts';
import { createTheme } from '../../../src/tui/theme/theme.ts';

export const coloured = createTheme('256', false);
export const plain = createTheme('none', false);

export function panelText(panel: Panel, state: State, columns: number, rows: number, theme = coloured): string {
  const lines = panel(state, { columns, rows }, theme).slice(0, rows);
  return `\n${lines.map((line) => plainText(fitLine(line, columns)).trimEnd()).join('\n')}\n`;
}

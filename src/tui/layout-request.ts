// What the layout depends on besides the size of the terminal.

import type { LayoutRequest } from './layout.ts';
import type { State } from './state/state.ts';
import type { Size } from './text/line.ts';

export const layoutRequest = ({ focus, zoomed, info, live }: State, { columns, rows }: Size): LayoutRequest => ({
  columns,
  rows,
  focus,
  zoomed,
  cpus: info.cpus.length,
  races: live.frame?.races !== undefined,
});

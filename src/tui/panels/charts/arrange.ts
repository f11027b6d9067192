// How many charts fit, and how many of them side by side.

import type { Size } from '../../text/line.ts';

/** A chart with its title. */
const LOWEST = 7;
const NARROWEST = 56;

export interface Arrangement {
  readonly rows: number;
  readonly perRow: number;
}

/** Below each other as long as all fit, else also side by side. */
export function arrange(charts: number, size: Size): Arrangement {
  const fitRows = Math.max(1, Math.floor(size.rows / LOWEST));
  if (fitRows >= charts) return { rows: Math.max(1, charts), perRow: 1 };
  const fitColumns = Math.max(1, Math.floor(size.columns / NARROWEST));
  const perRow = Math.min(fitColumns, Math.ceil(charts / fitRows));
  return { rows: Math.min(fitRows, Math.ceil(charts / perRow)), perRow };
}

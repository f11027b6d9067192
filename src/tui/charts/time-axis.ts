// The stretch of the run that all charts show: what has just been watched, or the whole run so far.
//
// An axis stands still as long as it can: it begins at 0 until the run has outgrown it, and then moves on by a part of itself.
// So its instants stay round, and between two of its moves nothing on a chart moves.

import { type Ns, SECOND } from '../../base/time.ts';
import type { Status } from '../../bus/bus.ts';
import { partsOf, rungAbove } from './ladder.ts';

export interface TimeAxis {
  readonly fromNs: Ns;
  readonly spanNs: Ns;
}

/** Wall seconds of which charts show at least what was simulated in them, at the pace that is asked for now. */
const WATCHED_S = 40;

export function timeAxis(endNs: Ns, status: Status | null, ofWholeRun: boolean): TimeAxis {
  const whole = { fromNs: 0, spanNs: rungAbove(endNs) };
  // At full speed through a phase there is no pace.
  if (ofWholeRun || status === null || status.express !== null) return whole;
  const spanNs = spanFor(status.pace * WATCHED_S * SECOND);
  if (whole.spanNs <= spanNs) return whole;
  const step = stepOf(spanNs);
  return { fromNs: Math.ceil((endNs - spanNs) / step) * step, spanNs };
}

/** The distance between two instants on the axis. */
export const stepOf = (spanNs: Ns): Ns => spanNs / partsOf(spanNs);

/** The smallest rung of which so much is left when it has moved on. */
function spanFor(leastNs: Ns): Ns {
  let spanNs = rungAbove(leastNs);
  while (spanNs - stepOf(spanNs) < leastNs) spanNs = rungAbove(spanNs + 1);
  return spanNs;
}

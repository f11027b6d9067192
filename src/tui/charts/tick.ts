// Instants and durations on an axis: no more digits than the rungs of the ladder have.

import { MS, type Ns, SECOND, US } from '../../base/time.ts';

export function tick(ns: Ns): string {
  if (ns === 0) return '0';
  if (ns < US) return `${short(ns)}ns`;
  if (ns < MS) return `${short(ns / US)}us`;
  if (ns < SECOND) return `${short(ns / MS)}ms`;
  return ns < 3000 * SECOND ? `${short(ns / SECOND)}s` : `${short(ns / SECOND / 60)}m`;
}

const short = (value: number): string => String(Number(value.toPrecision(4)));

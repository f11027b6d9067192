// Instants and durations on an axis: one unit for all of it, as many digits as tell its steps apart.

import { MS, type Ns, SECOND, US } from '../../base/time.ts';

/** In the unit of the axis, which its end decides; no minutes, in which the ladder's rungs are not round. */
export function tick(ns: Ns, end: Ns, step: Ns): string {
  if (ns === 0) return '0';
  const { size, name } = unitOf(end);
  // Parts of the ladder's rungs have two digits at most.
  const decimals = Math.max(0, 1 - Math.floor(Math.log10(step / size)));
  return `${Number((ns / size).toFixed(decimals))}${name}`;
}

interface Unit {
  readonly size: Ns;
  readonly name: string;
}

function unitOf(end: Ns): Unit {
  if (end < US) return { size: 1, name: 'ns' };
  if (end < MS) return { size: US, name: 'us' };
  return end < SECOND ? { size: MS, name: 'ms' } : { size: SECOND, name: 's' };
}

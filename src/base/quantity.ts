// Quantities with units as people write them: '250us', '10ms', '3s', '2m'; '512M', '16G'.

import { MS, type Ns, SECOND, US } from './time.ts';

const NS_PER: Readonly<Record<string, Ns>> = { ns: 1, us: US, ms: MS, s: SECOND, m: 60 * SECOND, h: 3600 * SECOND };

const BYTES_PER: Readonly<Record<string, number>> = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

export const DURATION = /^(\d+(?:\.\d+)?)(ns|us|ms|s|m|h)$/;
export const SIZE = /^(\d+(?:\.\d+)?)([KMGT])(?:i?B)?$/;

/** No duration is longer. */
export const MOST_DAYS = 100;

/** Whole ns, or null when the text is no duration or is too long. */
export function parseDuration(text: string): Ns | null {
  const ns = product(DURATION.exec(text), NS_PER);
  return ns === null || ns > MOST_DAYS * 24 * 3600 * SECOND ? null : ns;
}

/** Bytes, or null when the text is no size. */
export const parseSize = (text: string): number | null => product(SIZE.exec(text), BYTES_PER);

function product(match: RegExpExecArray | null, factors: Readonly<Record<string, number>>): number | null {
  const factor = factors[match?.[2] ?? ''];
  return match === null || factor === undefined ? null : Math.round(Number(match[1]) * factor);
}

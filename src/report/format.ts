// How figures are written, on the screen and in reports. Every unit has one form, short enough for a column.

import type { Ns } from '../base/time.ts';
import { MS, SECOND, US } from '../base/time.ts';

/** A share 0..1 as perf writes it: '71.2%'. */
export const percent = (share: number, digits = 1): string => `${(finite(share) * 100).toFixed(digits)}%`;

/** From this share of a unit on, three digits of the next smaller one would be rounded up to 1000. */
const ROUNDED_UP = 0.9995;

/** Three significant digits and a unit, and all digits of seconds: '340ns', '1.20ms', '12.4s', '1234s'. */
export function duration(ns: Ns): string {
  const value = finite(ns);
  if (value < ROUNDED_UP * US) return `${Math.round(value)}ns`;
  if (value < ROUNDED_UP * MS) return `${significant(value / US)}us`;
  if (value < ROUNDED_UP * SECOND) return `${significant(value / MS)}ms`;
  return `${significant(value / SECOND)}s`;
}

/** Simulated time as axes, scenarios and --at tell it, in seconds: their tenths for ten minutes, so that a title does not flicker. */
export function instant(ns: Ns): string {
  if (ns < ROUNDED_UP * SECOND) return duration(ns);
  const seconds = ns / SECOND;
  return seconds < 600 ? `${seconds.toFixed(1)}s` : `${Math.floor(seconds)}s`;
}

/** From which size on, in which unit. */
const SCALES: readonly (readonly [number, number, string])[] = [
  [ROUNDED_UP * 1e12, 1e12, 'T'],
  [ROUNDED_UP * 1e9, 1e9, 'G'],
  [ROUNDED_UP * 1e6, 1e6, 'M'],
  [1e4, 1e3, 'k'],
];

/** '9,700' up to six digits where there is room for them, else '1.20M'. */
export function count(value: number): string {
  const number = finite(value);
  const size = Math.abs(number);
  if (Math.round(size) >= 1e6) return compact(number);
  if (size >= 100 || Number.isInteger(number)) return grouped(Math.round(number));
  return significant(number);
}

/** At most five characters for what is counted, up to 10^15: '970', '9700', '29.7k', '1.20M'. */
export function compact(value: number): string {
  const number = finite(value);
  const size = Math.abs(number);
  for (const [from, scale, suffix] of SCALES) {
    if (size >= from) return `${significant(number / scale)}${suffix}`;
  }
  return size >= 100 || Number.isInteger(number) ? String(Math.round(number)) : significant(number);
}

const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

export function bytes(value: number): string {
  const power = value < 1 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log2(value) / 10));
  const number = value / 1024 ** power;
  return `${Number.isInteger(number) ? number : significant(number)} ${BYTE_UNITS[power]}`;
}

/** Units that have a form of their own; every other one stands behind a count. */
const FORMS: ReadonlyMap<string, (value: number) => string> = new Map([
  ['%', (value: number) => percent(value)],
  ['ns', duration],
  ['bytes', bytes],
  ['B', bytes],
]);

/** The unit is a part of the form: a figure cannot be written without it. */
export const hasForm = (unit: string): boolean => FORMS.has(unit);

/** A figure under its declared unit (see MetricInfo.unit). */
export function figure(value: number, unit: string): string {
  if (!Number.isFinite(value)) return '-';
  return FORMS.get(unit)?.(value) ?? withUnit(count(value), unit);
}

/** The same with more digits than a report has, and not scaled: what was missed by little is seen. */
export const exactFigure = (value: number, unit: string): string =>
  unit === '%' ? `${exactly(value * 100)}%` : withUnit(exactly(value), unit);

const withUnit = (number: string, unit: string): string => (unit === '' ? number : `${number} ${unit}`);

const exactly = (value: number): string => String(Number(value.toPrecision(10)));

const finite = (value: number): number => (Number.isFinite(value) ? value : 0);

/** Two digits behind the point unless those before it, once rounded, leave room for fewer. */
const significant = (value: number): string => {
  const size = Math.abs(value);
  return value.toFixed(size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
};

const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

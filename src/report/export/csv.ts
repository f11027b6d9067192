// Figures over simulated time as CSV: one column per metric, one row per frame. A figure without value is empty.

import { SECOND } from '../../base/time.ts';
import type { Frame, MetricInfo } from '../../observe/frame.ts';

export const csvHead = (metrics: readonly MetricInfo[]): string =>
  `${['seconds', ...metrics.map(({ id }) => id)].map(quoted).join(',')}\n`;

export function csvRow(frame: Frame, metrics: readonly MetricInfo[]): string {
  const figures = metrics.map(({ id }) => frame.metrics[id] ?? Number.NaN);
  return `${[frame.atNs / SECOND, ...figures].map((value) => (Number.isFinite(value) ? String(value) : '')).join(',')}\n`;
}

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

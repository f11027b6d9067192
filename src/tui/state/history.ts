// History: every charted figure over the whole run so far, in a bounded number of equally wide buckets.
//
// When the buckets are used up, each pair is merged and they become twice as wide: the whole story stays on the
// chart, and memory does not grow with the length of the run.

import type { Ns } from '../../base/time.ts';
import { MS } from '../../base/time.ts';
import type { Frame } from '../../observe/frame.ts';

export interface History {
  readonly bucketNs: Ns;
  /** Instant of the last frame taken in. */
  readonly endNs: Ns;
  /** Values per bucket from instant 0 on; NaN where a figure did not exist yet. All of one length. */
  readonly series: Readonly<Record<string, readonly number[]>>;
}

const BUCKETS = 1024;

export function emptyHistory(metrics: readonly string[]): History {
  return { bucketNs: MS, endNs: 0, series: Object.fromEntries(metrics.map((id) => [id, []])) };
}

/** A frame describes the interval before it, so buckets that it skipped get its value too. */
export function record(history: History, frame: Frame): History {
  if (frame.atNs <= history.endNs) return history;
  const roomy = widen(history, frame.atNs);
  const length = bucketOf(frame.atNs, roomy.bucketNs) + 1;
  const series: Record<string, readonly number[]> = {};
  for (const [id, values] of Object.entries(roomy.series))
    series[id] = extend(values, length, frame.metrics[id] ?? NaN);
  return { bucketNs: roomy.bucketNs, endNs: frame.atNs, series };
}

/** The values at `points` instants from 0 to `spanNs`, as far as the run has come. */
export function resample(history: History, id: string, spanNs: Ns, points: number): readonly number[] {
  const values = history.series[id] ?? [];
  const reached = Math.min(points, Math.floor((history.endNs / spanNs) * points) + 1);
  const sampled: number[] = [];
  for (let point = 0; point < reached && values.length > 0; point++) {
    const index = bucketOf((point / points) * spanNs, history.bucketNs);
    sampled.push(values[Math.min(index, values.length - 1)] ?? NaN);
  }
  return sampled;
}

const bucketOf = (atNs: Ns, bucketNs: Ns): number => Math.floor(atNs / bucketNs);

function widen(history: History, atNs: Ns): History {
  if (bucketOf(atNs, history.bucketNs) < BUCKETS) return history;
  const series: Record<string, readonly number[]> = {};
  for (const [id, values] of Object.entries(history.series)) series[id] = mergePairs(values);
  return widen({ ...history, bucketNs: history.bucketNs * 2, series }, atNs);
}

function mergePairs(values: readonly number[]): readonly number[] {
  const merged: number[] = [];
  for (let index = 0; index < values.length; index += 2) {
    const first = values[index] ?? NaN;
    const second = values[index + 1] ?? first;
    merged.push(Number.isNaN(first) ? second : Number.isNaN(second) ? first : (first + second) / 2);
  }
  return merged;
}

function extend(values: readonly number[], length: number, value: number): readonly number[] {
  const extended = values.slice(0, length);
  if (extended.length === length) extended[length - 1] = value;
  while (extended.length < length) extended.push(value);
  return extended;
}

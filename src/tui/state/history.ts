// History: every charted figure over the whole run so far, in stretches: the latest frame by frame, the one before it in
// intervals of two frames, the one before that in intervals of four, and so on.
//
// So how fine a stretch is known is in proportion to how long ago it was, fine enough for a chart of the last minute and for one
// of all, and memory grows with the logarithm of the length of the run.

import type { Ns } from '../../base/time.ts';
import type { Frame } from '../../observe/frame.ts';

interface Stretch {
  /** Ends of its intervals. The first begins where the stretch before it ends, or at 0. */
  readonly ends: readonly Ns[];
  /** Values per interval; NaN where a figure did not exist. */
  readonly series: Readonly<Record<string, readonly number[]>>;
}

export interface History {
  /** The latest first; never empty. */
  readonly stretches: readonly [Stretch, ...Stretch[]];
}

/** Intervals that a stretch keeps when it hands as many to the one before it: fifty seconds at ten frames a second. Even. */
const KEPT = 512;

export const emptyHistory = (metrics: readonly string[]): History => ({
  stretches: [{ ends: [], series: Object.fromEntries(metrics.map((id) => [id, []])) }],
});

/** Instant of the last frame taken in. */
export const endOf = ({ stretches: [latest] }: History): Ns => latest.ends.at(-1) ?? 0;

/** A frame describes the interval before it. */
export function record(history: History, frame: Frame): History {
  if (frame.atNs <= endOf(history)) return history;
  const [latest, ...earlier] = history.stretches;
  const extended: Stretch = {
    ends: [...latest.ends, frame.atNs],
    series: mapSeries(latest, (values, id) => [...values, frame.metrics[id] ?? NaN]),
  };
  return { stretches: handedOn([extended, ...earlier]) };
}

/** The values at `points` instants from `fromNs` on, `spanNs` in all, as far as the run has come. */
export function resample(
  history: History,
  id: string,
  { fromNs, spanNs }: { readonly fromNs: Ns; readonly spanNs: Ns },
  points: number,
): readonly number[] {
  const inOrder = history.stretches.toReversed();
  const ends = inOrder.flatMap((stretch) => stretch.ends);
  const values = inOrder.flatMap((stretch) => stretch.series[id] ?? []);
  const endNs = endOf(history);
  const sampled: number[] = [];
  let interval = 0;
  for (let point = 0; point < points; point++) {
    const atNs = fromNs + (point / points) * spanNs;
    if (atNs > endNs) break;
    while ((ends[interval] ?? endNs) < atNs) interval++;
    sampled.push(values[interval] ?? NaN);
  }
  return sampled;
}

/** A stretch that is full hands its older half to the one before it, two intervals as one. */
function handedOn([latest, ...earlier]: History['stretches']): History['stretches'] {
  if (latest.ends.length < 2 * KEPT) return [latest, ...earlier];
  const [before, ...others] = earlier;
  const { ends } = latest;
  const widths = ends.map((end, index) => end - (ends[index - 1] ?? before?.ends.at(-1) ?? 0));
  const extended: Stretch = {
    ends: [...(before?.ends ?? []), ...ends.filter(isSecond)],
    series: mapSeries(latest, (values, id) => [
      ...(before?.series[id] ?? []),
      ...values.map((_, index) => mean(values, widths, index)).filter(isSecond),
    ]),
  };
  const kept = { ends: ends.slice(KEPT), series: mapSeries(latest, (values) => values.slice(KEPT)) };
  return [kept, ...handedOn([extended, ...others])];
}

/** The second of a pair in the older half of a full stretch. */
const isSecond = (_: number, index: number): boolean => index < KEPT && index % 2 === 1;

/** Over an interval and the one before it; of one alone where the other has no value. */
function mean(values: readonly number[], widths: readonly Ns[], index: number): number {
  let [sum, width] = [0, 0];
  for (const at of [index - 1, index]) {
    const value = values[at] ?? NaN;
    if (Number.isNaN(value)) continue;
    sum += value * (widths[at] ?? 0);
    width += widths[at] ?? 0;
  }
  return sum / width;
}

const mapSeries = (
  { series }: Stretch,
  of: (values: readonly number[], id: string) => readonly number[],
): Stretch['series'] => Object.fromEntries(Object.entries(series).map(([id, values]) => [id, of(values, id)]));

// Figures: what the machine, the kernel and the workload let be observed as plain numbers.
//
// The owner declares a figure with a way to read it; the observer samples all of them at fixed instants of simulated
// time and turns counters into rates, so that no figure depends on how often the screen is drawn.

import type { Ns } from '../base/time.ts';

export interface Figure {
  /** Dotted, unique, e.g. 'rmap.walkMean'. The name used by charts, claims, conditions and exports. */
  readonly id: string;
  readonly label: string;
  /** '' for a plain number; '%' means a share 0..1 that is shown in percent. */
  readonly unit: string;
  readonly help: string;
  /**
   * value: read() as it is.
   * rate: increase of read() over the window, per second, times `scale`.
   * mean: increase of read() over the window divided by the increase of per().
   */
  readonly kind: 'value' | 'rate' | 'mean';
  readonly scale?: number;
  /** Length of the sliding window; ignored for values. */
  readonly windowNs?: Ns;
  read(): number;
  per?(): number;
}

/** A figure that is read as it is. */
export const value = (id: string, label: string, unit: string, help: string, read: () => number): Figure => ({
  id,
  label,
  unit,
  help,
  kind: 'value',
  read,
});

/** By how much a counter grows per second. */
export const rate = (id: string, label: string, unit: string, help: string, read: () => number): Figure => ({
  ...value(id, label, unit, help, read),
  kind: 'rate',
});

type Quotient = Required<Pick<Figure, 'read' | 'per'>>;

/** By how much one counter grows for each by which another does. */
export const mean = (id: string, label: string, unit: string, help: string, { read, per }: Quotient): Figure => ({
  ...value(id, label, unit, help, read),
  kind: 'mean',
  per,
});

// Figures over time: every figure is read at fixed instants of simulated time; rates and means slide over a window.
//
// A figure that has nothing to tell yet (a rate before time has passed, a mean of nothing) is NaN, not zero.

import type { Ns } from '../base/time.ts';
import { SECOND } from '../base/time.ts';
import type { Figure } from '../engine/figure.ts';
import { Panic } from '../engine/panic.ts';

/** One reading of a counter and of what it is divided by. */
interface Reading {
  readonly atNs: Ns;
  readonly value: number;
  readonly per: number;
}

class Window {
  private readonly figure: Figure;
  private readonly windowNs: Ns;
  /** Oldest first; the first one is the window's start or the youngest that is older. */
  private readonly readings: Reading[] = [];

  constructor(figure: Figure, windowNs: Ns) {
    this.figure = figure;
    this.windowNs = figure.windowNs ?? windowNs;
  }

  read(atNs: Ns): number {
    if (this.figure.kind === 'value') return this.figure.read();
    const last: Reading = { atNs, value: this.figure.read(), per: this.figure.per?.() ?? 0 };
    this.readings.push(last);
    while ((this.readings[1]?.atNs ?? atNs) <= atNs - this.windowNs) this.readings.shift();
    const first = this.readings[0] as Reading;
    const increase = last.value - first.value;
    if (this.figure.kind === 'mean') return increase / (last.per - first.per);
    return (increase * SECOND * (this.figure.scale ?? 1)) / (atNs - first.atNs);
  }
}

export class FigureWindows {
  private readonly windows: readonly (readonly [string, Window])[];
  private sampledAtNs: Ns = -1;
  private values: Readonly<Record<string, number>> = {};

  /** `windowNs` for figures that do not say their own. */
  constructor(figures: readonly Figure[], windowNs: Ns) {
    const ids = new Set<string>();
    for (const { id } of figures) {
      if (ids.has(id)) throw new Panic('two figures with one id', { id });
      ids.add(id);
    }
    this.windows = figures.map((figure) => [figure.id, new Window(figure, windowNs)]);
  }

  /** Reads every figure; a second time at one instant changes nothing. */
  sample(atNs: Ns): void {
    if (atNs === this.sampledAtNs) return;
    this.sampledAtNs = atNs;
    this.values = Object.freeze(Object.fromEntries(this.windows.map(([id, window]) => [id, window.read(atNs)])));
  }

  /** As of the last sample. */
  get latest(): Readonly<Record<string, number>> {
    return this.values;
  }
}

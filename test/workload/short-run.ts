// A scenario on a machine small enough for a test, run for some simulated time and looked at.

import { SECOND } from '../../src/base/time.ts';
import type { Kernel } from '../../src/kernel/mm/kernel.ts';
import { type Run, startRun } from '../../src/session/start-run.ts';
import { Simulation } from '../../src/simulation/simulation.ts';

export interface Given {
  readonly seed?: number;
  readonly rmap?: string;
  /** Variants of other subsystems. */
  readonly set?: Readonly<Record<string, string>>;
  readonly load?: number;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly machine?: Readonly<Record<string, unknown>>;
}

export class ShortRun {
  readonly run: Run;
  private readonly simulation: Simulation;

  constructor(scenario: string, { seed = 1, rmap = 'shared', set = {}, load, params = {}, machine = {} }: Given) {
    const scenarioPath = new URL(`../../scenarios/${scenario}.yaml`, import.meta.url).pathname;
    const change = { params, machine, load };
    this.run = startRun({ scenarioPath, seed, set: { rmap, ...set }, at: [], timeline: false, change });
    const { simulation } = this.run;
    if (!(simulation instanceof Simulation)) throw new Error('expected the real simulation');
    this.simulation = simulation;
  }

  get kernel(): Kernel {
    return this.simulation.kernel;
  }

  /** Runs until that many simulated seconds have passed since the start. */
  until(seconds: number): this {
    while (!this.run.driver.advance(Math.round(seconds * SECOND), 100_000));
    return this;
  }

  setLoad(target: number, overSeconds = 0): void {
    this.simulation.dispatch({ kind: 'load', target, overNs: overSeconds * SECOND });
  }

  kill(): void {
    this.simulation.dispatch({ kind: 'kill' });
  }

  flip(subsystem: string, variant: string): void {
    this.simulation.dispatch({ kind: 'flip', subsystem, variant });
  }

  get isFlipping(): boolean {
    return this.simulation.flipping() !== null;
  }

  hash(): string {
    return this.simulation.hash();
  }

  figure(id: string): number {
    const value = this.run.observer.metrics()[id];
    if (value === undefined) throw new Error(`no figure ${id}`);
    return value;
  }
}

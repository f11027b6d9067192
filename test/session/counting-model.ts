// A model in place of a simulation: a few users that count. Deterministic, and what it did can be read from its log.

import type { Ns } from '../../src/base/time.ts';
import { MS } from '../../src/base/time.ts';
import type { Frame, Marker, MetricInfo, Violation } from '../../src/observe/frame.ts';
import type { Driven, Watcher } from '../../src/session/driver.ts';
import type { Model } from '../../src/session/model.ts';
import type { Command } from '../../src/simulation/command.ts';

/** One event per ms of simulated time. */
const EVENT_NS: Ns = MS;

class CountingSimulation implements Driven {
  now: Ns = 0;
  events = 0;
  users: number;
  /** Everything that could make a difference, with its instant. */
  readonly log: string[] = [];
  readonly variants: Record<string, string>;
  private markers: Marker[] = [];

  constructor(users: number, variants: Readonly<Record<string, string>>) {
    this.users = users;
    this.variants = { ...variants };
  }

  advance(until: Ns, maxEvents: number): boolean {
    for (let served = 0; ; served++) {
      const next = (Math.floor(this.now / EVENT_NS) + 1) * EVENT_NS;
      if (next > until) break;
      if (served === maxEvents) return false;
      this.now = next;
      this.events++;
    }
    this.now = until;
    return true;
  }

  dispatch(command: Command): void {
    this.log.push(`${this.now / MS}ms ${JSON.stringify(command)}`);
    if (command.kind === 'load') this.users = command.target;
    if (command.kind === 'inject') throw new Error('the model is broken on purpose');
    if (command.kind !== 'flip') return;
    this.variants[command.subsystem] = command.variant;
    this.markers.push({ atNs: this.now, kind: 'flip', text: `${command.subsystem} -> ${command.variant}`, detail: '' });
  }

  variantAhead(subsystem: string): string {
    return this.variants[subsystem] ?? '';
  }

  hash(): string {
    return this.log.join('|');
  }

  takeMarkers(): readonly Marker[] {
    const taken = this.markers;
    this.markers = [];
    return taken;
  }
}

class CountingObserver implements Watcher {
  readonly infos: readonly MetricInfo[] = [{ id: 'count.users', label: 'users', unit: '', help: 'Users that count' }];
  /** Instants of the ticks. */
  readonly ticks: Ns[] = [];
  /** Caught, and not told yet. */
  violations: Violation[] = [];
  private readonly simulation: CountingSimulation;
  private users = 0;
  private seq = 0;

  constructor(simulation: CountingSimulation) {
    this.simulation = simulation;
  }

  tick(): void {
    this.ticks.push(this.simulation.now);
    this.users = this.simulation.users;
  }

  metrics(): Readonly<Record<string, number>> {
    return { 'count.users': this.users };
  }

  takeViolations(): readonly Violation[] {
    return this.violations.splice(0);
  }

  frame(): Frame {
    return {
      seq: this.seq++,
      atNs: this.simulation.now,
      intervalNs: 0,
      profile: { rateHz: 1000, samples: 0, lost: 0, rows: [] },
      schedulingPoints: { events: 0, rows: [] },
      cpus: [],
      cpuShares: { user: 0, kernel: 0, spin: 0, irq: 0, iowait: 0, idle: 1 },
      locks: [],
      metrics: this.metrics(),
      variants: { ...this.simulation.variants },
      flipping: null,
    };
  }
}

export interface CountingModel extends Model {
  readonly simulation: CountingSimulation;
  readonly observer: CountingObserver;
}

export function countingModel(
  users = 1,
  variants: Readonly<Record<string, string>> = { rmap: 'shared' },
): CountingModel {
  const simulation = new CountingSimulation(users, variants);
  return { simulation, observer: new CountingObserver(simulation) };
}

// The event engine: a clock, the queue of pending events and the sources that serve them.
//
// * Events run in order of (time, insertion); nothing else decides.
// * A source that has to drop an event leaves it in the queue and ignores it when it fires (see Cpu.fire).
// * `hash` rolls over every event, so two runs are the same exactly when their hashes are.

import { EventHeap } from '../base/event-heap.ts';
import { Random } from '../base/random.ts';
import type { Ns } from '../base/time.ts';
import { CallTree } from './call-tree.ts';
import { Panic } from './panic.ts';
import { NO_PROBE, type Probe } from './probe.ts';

/** Changes when any result may change. */
export const ENGINE_NUMBER = 7;

/** 32-bit FNV-1a; of a time or a number the low 32 bits count. */
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

export interface Source {
  fire(now: Ns): void;
}

/** In the place of a source that is gone: an event may still be on its way to it. */
const GONE: Source = { fire: () => undefined };

export class Engine {
  now: Ns = 0;
  events = 0;
  readonly tree = new CallTree();
  probe: Probe = NO_PROBE;
  readonly seed: number;
  private readonly queue = new EventHeap();
  private readonly sources: Source[] = [];
  private digest = FNV_OFFSET;
  /** How far run() may go: the last instant, and how many events there may have been by then. */
  private until: Ns = 0;
  private lastEvent = 0;

  constructor(seed: number) {
    this.seed = seed;
  }

  random(name: string): Random {
    return new Random(this.seed, name);
  }

  /** Returns the slot under which the source's events are scheduled. */
  addSource(source: Source): number {
    this.sources.push(source);
    return this.sources.length - 1;
  }

  /** The engine forgets the source; its slot is not used again, so that slots do not depend on who has gone. */
  dropSource(slot: number): void {
    this.sources[slot] = GONE;
  }

  schedule(at: Ns, slot: number): void {
    if (!(at >= this.now) || Math.floor(at) !== at) throw this.wrongTime(at, slot);
    this.queue.push(at, slot);
  }

  private wrongTime(at: Ns, slot: number): Panic {
    return new Panic('event in the past or between two ns', { at, slot }, this.now);
  }

  /** Serves events up to and including `until`, at most `maxEvents`. True when `until` was reached. */
  run(until: Ns, maxEvents = Number.POSITIVE_INFINITY): boolean {
    this.until = until;
    this.lastEvent = this.events + maxEvents;
    while (this.events < this.lastEvent) {
      const at = this.queue.peek();
      if (at > until) {
        if (until > this.now) this.now = until;
        return true;
      }
      const slot = this.queue.pop();
      this.count(at, slot);
      (this.sources[slot] as Source).fire(at);
    }
    return false;
  }

  private count(at: Ns, slot: number): void {
    this.now = at;
    this.events++;
    this.digest = Math.imul(Math.imul(this.digest ^ slot, FNV_PRIME) ^ at, FNV_PRIME);
  }

  /**
   * For a source that would schedule an event now: when it would be the very next one, it is so at once, without the
   * queue, and the source goes on. False when others come first; then nothing has happened.
   */
  passTo(at: Ns, slot: number): boolean {
    if (at > this.until || this.events >= this.lastEvent || this.queue.peek() <= at) return false;
    this.count(at, slot);
    return true;
  }

  /** Mixes a number of the model into the hash, e.g. a structure's dump. */
  mix(value: number): void {
    this.digest = Math.imul(this.digest ^ value, FNV_PRIME);
  }

  get hash(): number {
    return this.digest >>> 0;
  }
}

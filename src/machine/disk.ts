// A striped array of disks.
//
// * Each spindle serves its queue in elevator order (C-LOOK): ascending from where the head is, then back to the lowest;
//   a request that continues where the last one ended pays neither seek nor rotation.
// * Each direction has a limited number of requests; who wants one more sleeps (disk-wait.ts).
//
// Positions are page numbers on the array.

import { Fifo } from '../base/fifo.ts';
import { IntMap } from '../base/int-map.ts';
import { type Keyed, MinHeap } from '../base/min-heap.ts';
import type { Random } from '../base/random.ts';
import type { Ns } from '../base/time.ts';
import type { Engine, Source } from '../engine/engine.ts';

export interface DiskCosts {
  readonly spindles: number;
  /** Pages that lie together on one spindle before the next one's turn comes. */
  readonly stripePages: number;
  /** Seek over a full stroke and over one track; between them it grows with the square root of the distance. */
  readonly fullSeekNs: Ns;
  readonly trackSeekNs: Ns;
  readonly rotationNs: Ns;
  readonly transferNsPerPage: Ns;
  /** Pages of one spindle, for the seek distance. */
  readonly pages: number;
}

export abstract class DiskRequest implements Keyed {
  /** First page on the array. */
  start: number;
  readonly write: boolean;
  /** Grows when a request that continues this one is merged into it. */
  pages: number;
  /** Those that were merged into this one: the first of them, or the next of the same; and the last. */
  private next: DiskRequest | null = null;
  private last: DiskRequest = this;
  queuedAt: Ns = 0;
  key = 0;
  order = 0;
  position = -1;

  constructor(start: number, pages: number, write: boolean) {
    this.start = start;
    this.pages = pages;
    this.write = write;
  }

  /** The transfer has ended and the disk knows the request no longer; in interrupt context. */
  protected abstract ended(): void;

  /** For one that has ended: it may be submitted again, for `pages` from `start` on. */
  protected renew(start: number, pages: number): void {
    this.start = start;
    this.pages = pages;
    this.next = null;
    this.last = this;
  }

  /** `request` continues this one and is new. */
  take(request: DiskRequest): void {
    this.pages += request.pages;
    this.last.next = request;
    this.last = request;
  }

  /** The transfer has ended: all that it consists of hear of it, in order. */
  end(): void {
    let next: DiskRequest | null = null;
    for (let one: DiskRequest | null = this; one !== null; one = next) {
      next = one.next;
      one.ended();
    }
  }
}

/** A request that tells a function of its end. */
export class PlainRequest extends DiskRequest {
  private readonly done: () => void;

  constructor(start: number, pages: number, write: boolean, done: () => void) {
    super(start, pages, write);
    this.done = done;
  }

  protected override ended(): void {
    this.done();
  }
}

class Spindle implements Source {
  private readonly engine: Engine;
  private readonly costs: DiskCosts;
  private readonly random: Random;
  private readonly slot: number;
  private readonly stats: DiskStats;
  private readonly ended: (direction: Direction) => void;
  /** Requests at or behind the head, and those for the next sweep. */
  private sweep = new MinHeap<DiskRequest>();
  private next = new MinHeap<DiskRequest>();
  private head = 0;
  private active: DiskRequest | null = null;
  /** Queued requests by the page behind their last one, for merging. */
  private readonly ends = new IntMap<DiskRequest | null>(null);
  private busySince: Ns = 0;
  private slowness = 1;
  private slowUntil: Ns = 0;

  constructor(engine: Engine, costs: DiskCosts, id: number, stats: DiskStats, ended: (direction: Direction) => void) {
    this.ended = ended;
    this.engine = engine;
    this.costs = costs;
    this.random = engine.random(`disk${id}/rotation`);
    this.stats = stats;
    this.slot = engine.addSource(this);
  }

  get queued(): number {
    return this.sweep.size + this.next.size + (this.active === null ? 0 : 1);
  }

  /** False when it was merged into a request that is queued already. */
  submit(request: DiskRequest, at: number): boolean {
    if (this.merge(request, at)) return false;
    request.key = at;
    request.queuedAt = this.engine.now;
    this.ends.set(at + request.pages, request);
    (at >= this.head ? this.sweep : this.next).push(request);
    if (this.active === null) this.start();
    return true;
  }

  /** The queued request that this one continues, within its stripe. */
  mergeTarget({ write }: DiskRequest, at: number): DiskRequest | null {
    const before = at % this.costs.stripePages === 0 ? null : this.ends.get(at);
    return before?.write === write ? before : null;
  }

  private merge(request: DiskRequest, at: number): boolean {
    const before = this.mergeTarget(request, at);
    if (before === null) return false;
    this.ends.delete(at);
    before.take(request);
    this.ends.set(at + request.pages, before);
    return true;
  }

  slow(factor: number, until: Ns): void {
    this.slowness = factor;
    this.slowUntil = until;
  }

  /** How long the request under way has kept it busy; requests that are through are in the disk's statistics. */
  busyNs(now: Ns): Ns {
    return this.active === null ? 0 : now - this.busySince;
  }

  private start(): void {
    if (this.sweep.size === 0) [this.sweep, this.next] = [this.next, this.sweep];
    const request = this.sweep.pop();
    if (request === null) return;
    const end = request.key + request.pages;
    if (this.ends.get(end) === request) this.ends.delete(end);
    this.active = request;
    this.busySince = this.engine.now;
    this.engine.schedule(this.engine.now + this.serviceNs(request), this.slot);
    this.head = request.key + request.pages;
  }

  private serviceNs(request: DiskRequest): Ns {
    const { costs } = this;
    const distance = Math.abs(request.key - this.head);
    let ns = request.pages * costs.transferNsPerPage;
    if (distance > 0) {
      const stroke = Math.sqrt(Math.min(1, distance / costs.pages));
      ns += Math.floor(costs.trackSeekNs + (costs.fullSeekNs - costs.trackSeekNs) * stroke);
      ns += this.random.below(costs.rotationNs);
    }
    return this.engine.now < this.slowUntil ? Math.floor(ns * this.slowness) : ns;
  }

  fire(now: Ns): void {
    const request = this.active as DiskRequest;
    this.active = null;
    const direction = directionOf(request);
    this.stats.finish(request, now, now - this.busySince);
    this.start();
    request.end();
    this.ended(direction);
  }
}

/** Totals since the run began. */
class DiskStats {
  reads = 0;
  writes = 0;
  pagesRead = 0;
  pagesWritten = 0;
  busyNs: Ns = 0;
  waitNs: Ns = 0;

  finish(request: DiskRequest, now: Ns, serviceNs: Ns): void {
    if (request.write) {
      this.writes++;
      this.pagesWritten += request.pages;
    } else {
      this.reads++;
      this.pagesRead += request.pages;
    }
    this.busyNs += serviceNs;
    this.waitNs += now - request.queuedAt;
  }
}

/** Who waits until a request is free. */
interface Freed {
  freed(): void;
}

type Direction = 'read' | 'write';

const directionOf = ({ write }: DiskRequest): Direction => (write ? 'write' : 'read');

/** Requests per spindle and direction (BLKDEV_MAX_RQ). */
const NR_REQUESTS = 128;
/** Writes per spindle below which the queue does not count as congested (queue_congestion_off_threshold). */
const CONGESTION_OFF = NR_REQUESTS - NR_REQUESTS / 8 - NR_REQUESTS / 16 - 1;

export class Disk {
  readonly stats = new DiskStats();
  private readonly costs: DiskCosts;
  private readonly spindles: Spindle[] = [];
  private readonly engine: Engine;
  /** Requests submitted and not done, by direction. */
  private readonly taken = { read: 0, write: 0 };
  private readonly wantRequest: Record<Direction, Fifo<Freed>> = { read: new Fifo(), write: new Fifo() };
  private readonly wantUncongested = new Set<() => void>();

  constructor(engine: Engine, costs: DiskCosts) {
    this.engine = engine;
    this.costs = costs;
    for (let id = 0; id < costs.spindles; id++)
      this.spindles.push(new Spindle(engine, costs, id, this.stats, (direction) => this.ended(direction)));
  }

  /** The request must lie within one stripe. */
  submit(request: DiskRequest): void {
    const { spindle, at } = this.place(request.start);
    if (spindle.submit(request, at)) this.taken[directionOf(request)]++;
  }

  private place(start: number): { readonly spindle: Spindle; readonly at: number } {
    const { stripePages, spindles } = this.costs;
    const stripe = Math.floor(start / stripePages);
    const row = Math.floor(stripe / spindles);
    return { spindle: this.spindles[stripe % spindles] as Spindle, at: row * stripePages + (start % stripePages) };
  }

  /** All requests of its direction are taken, and it continues none of them. */
  mustWait(request: DiskRequest): boolean {
    const { spindle, at } = this.place(request.start);
    return this.isFull(directionOf(request)) && spindle.mergeTarget(request, at) === null;
  }

  private isFull(direction: Direction): boolean {
    return this.taken[direction] >= NR_REQUESTS * this.costs.spindles;
  }

  /** Tells `who` once, when a request of this direction is free and those who asked before have had theirs. */
  whenFree(request: DiskRequest, who: Freed): void {
    this.wantRequest[directionOf(request)].push(who);
  }

  /** `who` waits no longer. */
  leaveLine(request: DiskRequest, who: Freed): void {
    this.wantRequest[directionOf(request)].remove(who);
  }

  /** Calls `then` once, when a write ends that leaves the queue uncongested (clear_bdi_congested); returns how to give up. */
  whenUncongested(then: () => void): () => void {
    this.wantUncongested.add(then);
    return () => this.wantUncongested.delete(then);
  }

  private ended(direction: Direction): void {
    this.taken[direction]--;
    this.wantRequest[direction].shift()?.freed();
    if (direction === 'read' || this.taken.write >= CONGESTION_OFF * this.costs.spindles) return;
    if (this.wantUncongested.size === 0) return;
    const all = [...this.wantUncongested];
    this.wantUncongested.clear();
    for (const then of all) then();
  }

  get stripePages(): number {
    return this.costs.stripePages;
  }

  get spindleCount(): number {
    return this.spindles.length;
  }

  get queued(): number {
    return this.spindles.reduce((sum, spindle) => sum + spindle.queued, 0);
  }

  /** Busy time of all spindles together up to now. */
  busyNs(): Ns {
    return this.spindles.reduce((sum, spindle) => sum + spindle.busyNs(this.engine.now), this.stats.busyNs);
  }

  /** Every request takes `factor` times as long for `forNs` from now, whatever was to last longer. */
  slow(factor: number, forNs: Ns): void {
    for (const spindle of this.spindles) spindle.slow(factor, this.engine.now + forNs);
  }
}

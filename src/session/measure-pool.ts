// Makes measurements side by side, each in a worker thread of its own that ends with it. Of those that wait the one with the
// largest load goes first: it is likely to take longest, and the last one should not.

import { Worker } from 'node:worker_threads';
import { UsageError } from '../base/usage-error.ts';
import { Panic } from '../engine/panic.ts';
import type { Metrics } from '../scenario/condition.ts';
import { keepHeapLean, SIDE_BY_SIDE_GROWTH } from './lean-heap.ts';
import type { Measurement } from './measure.ts';
import { WORKER_ENTRY } from './worker-entry.ts';

/** What a measuring worker answers; errors lose their class on the way. */
export type Answer =
  | { readonly kind: 'figures'; readonly figures: Metrics }
  | { readonly kind: 'error'; readonly name: string; readonly message: string };

export class MeasurePool {
  private readonly entry: URL;
  /** Measurements that may begin at once. */
  private free: number;
  private readonly running = new Set<Worker>();
  private readonly waiting: { readonly load: number; readonly begin: () => void }[] = [];
  private closed = false;

  constructor(size: number, entry: URL = WORKER_ENTRY) {
    keepHeapLean(size > 1 ? SIDE_BY_SIDE_GROWTH : undefined);
    this.free = size;
    this.entry = entry;
  }

  async measure(measurement: Measurement): Promise<Metrics> {
    if (this.free > 0) this.free--;
    else await this.turn(measurement.load ?? measurement.at.load ?? 0);
    try {
      return figuresOf(await this.answer(measurement));
    } finally {
      this.passOn();
    }
  }

  private async answer(measurement: Measurement): Promise<Answer> {
    if (this.closed) throw new Error('the measurement was given up');
    const worker = new Worker(this.entry, { workerData: { measurement } });
    this.running.add(worker);
    try {
      return await answerOf(worker);
    } finally {
      await worker.terminate();
      this.running.delete(worker);
    }
  }

  private turn(load: number): Promise<void> {
    return new Promise((begin) => this.waiting.push({ load, begin }));
  }

  private passOn(): void {
    const [first, ...others] = this.waiting;
    if (first === undefined) {
      this.free++;
      return;
    }
    const largest = others.reduce((most, one) => (one.load > most.load ? one : most), first);
    this.waiting.splice(this.waiting.indexOf(largest), 1);
    largest.begin();
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.running].map((worker) => worker.terminate()));
  }
}

const answerOf = (worker: Worker): Promise<Answer> =>
  new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the measurement was given up')));
  });

function figuresOf(answer: Answer): Metrics {
  if (answer.kind === 'figures') return answer.figures;
  if (answer.name === 'UsageError') throw new UsageError(answer.message);
  throw answer.name === 'Panic' ? new Panic(answer.message) : new Error(answer.message);
}

// Opens a session: starts the worker and gives the main thread its handle. Rejects with a UsageError when what was given
// cannot be used, with a Panic when an invariant breaks while the run is made; then nothing is left running.

import { Worker } from 'node:worker_threads';
import { UsageError } from '../base/usage-error.ts';
import { type Bus, createBus } from '../bus/bus.ts';
import { Panic } from '../engine/panic.ts';
import { keepHeapLean } from './lean-heap.ts';
import type { FromWorker, ToWorker, WorkerData } from './protocol.ts';
import type { Control, RunInfo, Session, SessionOptions } from './session.ts';
import { WORKER_ENTRY } from './worker-entry.ts';

export async function openSession(options: SessionOptions, entry: URL = WORKER_ENTRY): Promise<Session> {
  const wake = new Int32Array(new SharedArrayBuffer(4));
  keepHeapLean();
  const worker = new Worker(entry, { workerData: { options, wake } satisfies WorkerData });
  const first = await firstMessage(worker).catch((error: unknown) => terminated(worker, error));
  if (first.kind === 'ready') return new WorkerSession(worker, wake, first.info);
  return terminated(worker, errorOf(first));
}

/** What the worker said instead of 'ready', as whoever starts a run without a worker would have caught it. */
function errorOf(message: FromWorker): Error {
  if (message.kind === 'refused') return new UsageError(...message.message.split('\n'));
  if (message.kind !== 'failed')
    return new Error(`the simulation's worker: expected 'ready' first, got '${message.kind}'`);
  const { failure } = message;
  const text = `${failure.message}\nto see it again: ${failure.reproduce}`;
  const error = failure.violation === true ? new Panic(text) : new Error(text);
  error.stack = failure.trace;
  return error;
}

const firstMessage = (worker: Worker): Promise<FromWorker> =>
  new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });

async function terminated(worker: Worker, error: unknown): Promise<never> {
  await worker.terminate();
  throw error;
}

class WorkerSession implements Session {
  readonly info: RunInfo;
  readonly bus: Bus = createBus();
  private readonly worker: Worker;
  private readonly wake: Int32Array;

  constructor(worker: Worker, wake: Int32Array, info: RunInfo) {
    this.worker = worker;
    this.wake = wake;
    this.info = info;
    worker.removeAllListeners('error');
    worker.on('message', (message: FromWorker) => this.tell(message));
    worker.on('error', (error) => {
      const trace = error instanceof Error ? (error.stack ?? '') : '';
      this.bus.emit('failed', { message: String(error), reproduce: '', trace });
    });
  }

  start(): void {
    this.post({ kind: 'start' });
  }

  send(control: Control): void {
    this.post({ kind: 'control', control });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private post(message: ToWorker): void {
    this.worker.postMessage(message);
    Atomics.add(this.wake, 0, 1);
    Atomics.notify(this.wake, 0);
  }

  private tell(message: FromWorker): void {
    switch (message.kind) {
      case 'frame':
        this.bus.emit('frame', message.frame);
        this.post({ kind: 'frame-taken' });
        break;
      case 'status':
        this.bus.emit('status', message.status);
        break;
      case 'marker':
        this.bus.emit('marker', message.marker);
        break;
      case 'caption':
        this.bus.emit('caption', message.text);
        break;
      case 'failed':
        this.bus.emit('failed', message.failure);
        break;
      case 'end':
        this.bus.emit('end');
        break;
    }
  }
}

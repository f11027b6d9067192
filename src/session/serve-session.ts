// What a worker thread does for a session: starts the run and drives it until the thread is terminated.

import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { UsageError } from '../base/usage-error.ts';
import type { Failure } from '../bus/bus.ts';
import { Panic } from '../engine/panic.ts';
import type { DriverListener } from './driver.ts';
import { Pacer } from './pacer.ts';
import type { FromWorker, ToWorker, WorkerData } from './protocol.ts';
import { Pump } from './pump.ts';
import { reproduceCommand } from './reproduce.ts';
import { type Run, type Sources, startRun } from './start-run.ts';

/** To be called by the entry of a worker thread; never returns unless the run fails. */
export function serveSession(sources?: Sources): void {
  if (parentPort === null) throw new Error('a session is served in a worker thread');
  serve(parentPort, workerData as WorkerData, sources);
}

function serve(port: MessagePort, { options, wake }: WorkerData, sources: Sources | undefined): void {
  const post = (message: FromWorker): void => port.postMessage(message);
  let run: Run | null = null;
  try {
    run = startRun(options, listener(post), sources);
    post({ kind: 'ready', info: run.info });
    drive(run, options.fps, port, wake);
  } catch (error) {
    if (run === null && error instanceof UsageError) post({ kind: 'refused', message: error.message });
    else post({ kind: 'failed', failure: failureOf(error, run, options) });
  }
}

function drive(run: Run, fps: number, port: MessagePort, wake: WorkerData['wake']): never {
  const { driver, observer, scenario } = run;
  const clock = (): number => performance.now();
  const pacer = new Pacer(driver, clock, scenario.pace);
  const pump = new Pump({ driver, pacer, observer, fps, clock, post: (message) => port.postMessage(message) });
  for (;;) {
    const seen = Atomics.load(wake, 0);
    for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
      pump.take(next.message as ToWorker);
    }
    const idleMs = pump.turn();
    if (idleMs > 0) Atomics.wait(wake, 0, seen, idleMs);
  }
}

const listener = (post: (message: FromWorker) => void): DriverListener => ({
  marker: (marker) => post({ kind: 'marker', marker }),
  caption: (text) => post({ kind: 'caption', text }),
  end: () => post({ kind: 'end' }),
});

function failureOf(error: unknown, run: Run | null, options: WorkerData['options']): Failure {
  const message = error instanceof Error ? error.message : String(error);
  const trace = error instanceof Error ? (error.stack ?? '') : '';
  const violation = error instanceof Panic;
  // A run that could not even be made was given everything that it would have been given.
  const reached = run ?? { driver: { given: options.at, now: 0 } };
  return { message, reproduce: reproduceCommand(reached, options), trace, violation };
}

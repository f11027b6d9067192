// What a worker thread does for a measurement: makes the run and answers with its figures.

import { parentPort, workerData } from 'node:worker_threads';
import { type Measurement, measure } from './measure.ts';
import type { Answer } from './measure-pool.ts';
import type { Sources } from './start-run.ts';

/** To be called by the entry of a worker thread. */
export async function serveMeasurement(sources?: Sources): Promise<void> {
  const answer = await measure((workerData as { measurement: Measurement }).measurement, sources).then(
    (figures): Answer => ({ kind: 'figures', figures }),
    (error: unknown): Answer => {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      return { kind: 'error', name, message };
    },
  );
  parentPort?.postMessage(answer);
}

export const isMeasurement = (): boolean => 'measurement' in workerData;

// The parameters of the daemon that forks for ever.

import { z } from 'zod';
import { image, pages } from '../image-schema.ts';

const ms = z.number().min(0.001).max(1e6);

export const forkDaemonSchema = z.strictObject({
  forkAfterMs: ms.describe('Time from the birth of a process to its fork'),
  exitAfterMs: ms.describe('Time from then to its exit'),
  written: pages.describe('Pages at the start of each anonymous area that every process writes'),
  faultBatch: z.int().min(1).max(512).describe('Private page faults that go through the fault path at once, at most'),
  program: image,
});

export type ForkDaemonParams = z.output<typeof forkDaemonSchema>;

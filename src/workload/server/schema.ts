// The parameters of the server: one parent, its preforked workers, and what a request costs.

import { z } from 'zod';
import { image, pages } from '../image-schema.ts';

const ms = z.number().min(0.001).max(1e6);

export const serverSchema = z
  .strictObject({
    windowSeconds: z.number().min(1).max(600).describe('Sliding window of requests/s and of the response time'),
    faultBatch: z.int().min(1).max(512).describe('Private page faults that go through the fault path at once, at most'),
    thinkMs: ms.describe('Time between a response and the next request to the same worker, mean of an exponential'),
    cpuMs: ms.describe('CPU time of a request, mean of an exponential'),
    stackPages: pages.describe('Pages of the stack that every request writes'),
    hotPages: pages.describe('Pages at the start of the heap that every request writes'),
    requestRuns: z.int().min(0).max(1000).describe('Places of the heap, anywhere behind the hot pages, that it writes'),
    runPages: z.int().min(1).max(1000).describe('Neighbouring pages that it writes at each'),
    requestsPerWorker: z.int().min(1).max(1e6).describe('Requests after which a worker is replaced, on average'),
    program: image,
  })
  .superRefine(({ program: { areas }, stackPages, hotPages, runPages }, context) => {
    const needed = { stack: stackPages, heap: hotPages + runPages };
    for (const [what, least] of Object.entries(needed))
      if (!areas.some((one) => one.what === what && one.pages >= least))
        context.addIssue({
          code: 'custom',
          path: ['program', 'areas'],
          message: `expected an area '${what}' of at least ${least} pages`,
        });
  });

export type ServerParams = z.output<typeof serverSchema>;

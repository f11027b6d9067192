// The parameters of a kernel compile as kmap sees it: jobs that compute and now and then map a page of high memory.

import { z } from 'zod';

const micros = z.number().min(0).max(1e6);

const entries = z.int().min(4).max(4096);

const otherLock = z.strictObject({
  name: z.string().min(1).max(40),
  section: z.string().min(1).max(40).describe('Under which readprofile shows who spins for it'),
  caller: z.string().min(1).max(40).describe('Function that takes it'),
  perStep: z.number().min(0).max(100).describe('How often a step takes it, mean'),
  holdNs: z.number().min(0).max(1e6).describe('How long it is held when nobody waits'),
});

export type OtherLockParams = z.output<typeof otherLock>;

export const kernelCompileSchema = z.strictObject({
  poolEntries: entries.describe('LAST_PKMAP without pte-highmem'),
  seriesEntries: entries.describe('LAST_PKMAP of each of the three pools with pte-highmem'),
  slotsPerCpu: z.int().min(3).max(256).describe('Slots of each CPU where kmap is percpu'),
  steps: z.int().min(1).max(1e8).describe('Steps of the whole compile; each maps one page'),
  userUs: micros.describe('User time of a step'),
  kernelUs: micros.describe('Kernel time of a step, without kmap'),
  copyUs: micros.describe('What is done with a mapped page'),
  tablesPerStep: z.number().min(0).max(100).describe('Accesses to page tables in a step, mean'),
  tableUs: micros.describe('What is done with a mapped page table'),
  waitUs: micros.describe('Time of a step in which its job waits: for files, or for make to hand out the next one'),
  stepsPerWait: z.int().min(1).max(1e6).describe('Steps from one such wait to the next, mean'),
  writeShare: z
    .number()
    .min(0)
    .max(1)
    .describe('Share of the steps that write a part of their page, and read the rest from the disk while it is mapped'),
  otherLocks: z
    .array(otherLock)
    .max(8)
    .describe('Locks of the kernel besides kmap_lock; their holds are not part of kernelUs'),
  freshShare: z.number().min(0).max(1).describe('Share of the mapped pages that no CPU has mapped lately'),
  recentPages: z.int().min(1).max(10_000).describe('Pages of a job that it maps again and again'),
  tablePages: z.int().min(1).max(10_000).describe('Page tables of a job'),
});

export type KernelCompileParams = z.output<typeof kernelCompileSchema>;

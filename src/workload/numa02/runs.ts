// What the runs of numa02 have come to so far.

import type { Ns } from '../../base/time.ts';
import type { Vpn } from '../../kernel/mm/pte.ts';
import type { TaskStruct } from '../../kernel/mm/task-struct.ts';
import type { Vma } from '../../kernel/mm/vma.ts';

/** A part of the array and who clears it. */
export interface Part {
  readonly start: Vpn;
  readonly end: Vpn;
  readonly thread: TaskStruct;
}

export class Runs {
  count = 0;
  /** From the start of the threads to the end of the slowest; of the last run that is through. */
  elapsedNs: Ns = Number.NaN;
  /** Pages cleared by threads since the machine was started. */
  cleared = 0;
  /** Of these, on the thread's own node. */
  clearedLocal = 0;
  /** Start of the threads of the run that goes on. */
  startedAt: Ns = Number.NaN;
  /** From the start of the threads until a sample found all pages in their place; of this run or the last. */
  settledNs: Ns = Number.NaN;
  /** The array while its threads run. */
  vma: Vma | null = null;
  parts: Part[] = [];
}

// What a task knows of where its memory is (numa_faults, numa_preferred_nid and others of task_struct).

import { MS, type Ns } from '../../base/time.ts';
import type { TaskStruct } from '../mm/task-struct.ts';

/** sysctl_numa_balancing_scan_period_min and _scan_period_max of Linux 3.8. */
export const SCAN_PERIOD_MIN: Ns = 100 * MS;
const SCAN_PERIOD_MAX: Ns = 5000 * MS;
/** What a fault that finds its pages in their place adds to the task's period (task_numa_fault). */
const SCAN_PERIOD_STEP: Ns = 10 * MS;

export class NumaTask {
  /** From a scan that this task makes to the next. */
  scanPeriod: Ns = SCAN_PERIOD_MIN;
  /** Rounds of the scan when it was last asked where the task belongs. */
  scanSeq: number;
  /** Where most of its memory is; -1 as long as that is not known. */
  preferred = -1;
  /** When it may try again to get there. */
  retryAt: Ns = 0;
  /** Pages that it has faulted on by the node where they are afterwards; what is older than a round of the scan counts half. */
  private readonly faults: number[];
  /** Those of the round that goes on. */
  private readonly recent: number[];
  private total = 0;

  constructor(nodes: number, scanSeq: number) {
    this.scanSeq = scanSeq;
    this.faults = Array.from({ length: nodes }, () => 0);
    this.recent = Array.from({ length: nodes }, () => 0);
  }

  slowDown(): void {
    this.scanPeriod = Math.min(SCAN_PERIOD_MAX, this.scanPeriod + SCAN_PERIOD_STEP);
  }

  count(pages: readonly number[]): void {
    for (const [node, more] of pages.entries()) this.recent[node] = (this.recent[node] as number) + more;
  }

  /** A round of the scan is over. Returns the node with most faults; -1 when there were none. */
  endRound(): number {
    let [best, most] = [-1, 0];
    this.total = 0;
    for (const [node, recent] of this.recent.entries()) {
      const faults = Math.floor((this.faults[node] as number) / 2) + recent;
      this.faults[node] = faults;
      this.recent[node] = 0;
      this.total += faults;
      if (faults > most) [best, most] = [node, faults];
    }
    return best;
  }

  /** Thousandths of its faults that were on pages of a node (task_weight). */
  weight(node: number): number {
    return this.total === 0 ? 0 : Math.floor((1000 * (this.faults[node] as number)) / this.total);
  }
}

export class NumaTasks {
  private readonly known = new WeakMap<TaskStruct, NumaTask>();
  private readonly nodes: number;

  constructor(nodes: number) {
    this.nodes = nodes;
  }

  find(task: TaskStruct): NumaTask | undefined {
    return this.known.get(task);
  }

  /** `scanSeq`: rounds of the scan over the task's address space so far. */
  of(task: TaskStruct, scanSeq: number): NumaTask {
    const found = this.known.get(task);
    if (found !== undefined) return found;
    const made = new NumaTask(this.nodes, scanSeq);
    this.known.set(task, made);
    return made;
  }
}

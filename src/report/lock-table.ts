// Locks as a table under lock_stat's own column names. Shared by the screen and the text report.

import type { LockSample } from '../observe/frame.ts';
import { compact, duration, percent } from './format.ts';

export interface LockColumn {
  readonly title: string;
  readonly width: number;
  readonly cell: (lock: LockSample) => string;
}

/** Most telling first: a narrow table shows the first ones. */
export const LOCK_COLUMNS: readonly LockColumn[] = [
  { title: 'waiting', width: 7, cell: (lock) => compact(lock.waiters) },
  { title: 'CPUs lost', width: 9, cell: (lock) => lock.waitersMean.toFixed(2) },
  { title: 'util', width: 6, cell: (lock) => percent(lock.utilisation, 0) },
  { title: 'contentions', width: 11, cell: (lock) => compact(lock.contentions) },
  { title: 'wait-avg', width: 8, cell: (lock) => average(lock.waitTotalNs, lock.contentions) },
  { title: 'hold-avg', width: 8, cell: (lock) => average(lock.holdTotalNs, lock.acquisitions) },
  { title: 'acquisitions', width: 12, cell: (lock) => compact(lock.acquisitions) },
  { title: 'wait-max', width: 8, cell: (lock) => longest(lock.waitMaxNs, lock.contentions) },
  { title: 'hold-max', width: 8, cell: (lock) => longest(lock.holdMaxNs, lock.acquisitions) },
  { title: 'con-bounces', width: 11, cell: (lock) => compact(lock.conBounces) },
  { title: 'wait-total', width: 10, cell: (lock) => duration(lock.waitTotalNs) },
  { title: 'acq-bounces', width: 11, cell: (lock) => compact(lock.acqBounces) },
  { title: 'hold-total', width: 10, cell: (lock) => duration(lock.holdTotalNs) },
  { title: 'wait-min', width: 8, cell: (lock) => longest(lock.waitMinNs, lock.contentions) },
  { title: 'hold-min', width: 8, cell: (lock) => longest(lock.holdMinNs, lock.acquisitions) },
];

/** As many leading columns as fit into `width`, each with one blank before it. */
export function lockColumns(width: number): readonly LockColumn[] {
  let left = width;
  const fitting: LockColumn[] = [];
  for (const column of LOCK_COLUMNS) {
    left -= column.width + 1;
    if (left < 0) break;
    fitting.push(column);
  }
  return fitting;
}

const average = (totalNs: number, times: number): string => (times === 0 ? '-' : duration(totalNs / times));

const longest = (ns: number, times: number): string => (times === 0 ? '-' : duration(ns));

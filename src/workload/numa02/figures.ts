// What numa02 lets be observed: its own times, and where its pages are.

import { SECOND } from '../../base/time.ts';
import { type Figure, rate, value } from '../../engine/figure.ts';
import type { Kernel } from '../../kernel/mm/kernel.ts';
import { isPresent, ptePfn } from '../../kernel/mm/pte.ts';
import type { Runs } from './runs.ts';

/** Every so-manieth page is looked at when its node is asked for. */
const SAMPLE = 61;
const GB = 1e9;
/** A run has settled when this share of its pages is where it should be. */
const SETTLED = 0.99;

/** Share of the pages that are on the node of the thread which clears them. */
function localShare(k: Kernel, runs: Runs): number {
  const { vma, parts } = runs;
  if (vma === null) return Number.NaN;
  let [seen, local] = [0, 0];
  for (const { start, end, thread } of parts)
    for (let vpn = start; vpn < end; vpn += SAMPLE) {
      const pte = vma.mm.pte(vpn);
      seen++;
      if (isPresent(pte) && k.frames.nodeOf(ptePfn(pte)) === thread.cpu.node) local++;
    }
  if (seen === 0) return Number.NaN;
  if (local >= SETTLED * seen && Number.isNaN(runs.settledNs)) runs.settledNs = k.engine.now - runs.startedAt;
  return local / seen;
}

export function numa02Figures(k: Kernel, runs: Runs): readonly Figure[] {
  return [
    value('numa02.runs', 'runs', '', 'runs of the program that are through', () => runs.count),
    value(
      'numa02.elapsed',
      'elapsed',
      's',
      'time of the last run, from the start of its threads to the end of the slowest',
      () => runs.elapsedNs / SECOND,
    ),
    value('numa02.since', 'this run', 's', 'time since the threads of this run were started', () =>
      runs.vma === null ? Number.NaN : (k.engine.now - runs.startedAt) / SECOND,
    ),
    {
      ...rate('numa02.rate', 'cleared', 'GB/s', 'memory that all threads together clear', () => runs.cleared),
      scale: k.pageBytes / GB,
    },
    value(
      'numa02.local',
      'local pages',
      '%',
      'share of the pages that are on the node of the thread which clears them',
      () => localShare(k, runs),
    ),
    value(
      'numa02.settled',
      'settled after',
      's',
      "time from the start of a run's threads until a tick found 99 % of the pages on their nodes",
      () => runs.settledNs / SECOND,
    ),
  ];
}

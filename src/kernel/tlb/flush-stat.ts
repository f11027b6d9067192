/** Flushes for pages that were unmapped to be moved, since the run began. Goes on when the variant is exchanged. */
export interface FlushStat {
  flushes: number;
}

// What moving pages has done since the run began.

export class MigrateStat {
  /** Pages that are on another node now. */
  moved = 0;
  /** Pages that stayed where they were. */
  failed = 0;
  /** Unmapped in vain: an entry was left, and the page has to be tried again. */
  again = 0;
  /** Flushes for pages that were unmapped to be moved. */
  flushes = 0;
  /** Faults on migration entries: waits for whoever moves the page. */
  entryWaits = 0;
  /** Faults on entries that were made prot-none. */
  hintFaults = 0;
  /** Tasks that were sent to a CPU of the node that has their memory; of a swap, both. */
  tasksPlaced = 0;
}

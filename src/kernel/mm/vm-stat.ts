// Counters of the memory management since the run began (/proc/vmstat) and where page frames are now.

export class VmStat {
  // Events.
  pgfault = 0;
  pgmajfault = 0;
  pgscan = 0;
  pgsteal = 0;
  pgactivate = 0;
  pgdeactivate = 0;
  pswpin = 0;
  pswpout = 0;
  cowCopies = 0;
  cowReuses = 0;
  forks = 0;
  execs = 0;
  exits = 0;
  oomKills = 0;
  allocFailures = 0;
  directReclaims = 0;
  // Reverse map walks.
  walks = 0;
  /** VMAs on the lists behind the pages that were walked. */
  listLengths = 0;
  visited = 0;
  examined = 0;
  // Gauges, in page frames.
  anonPages = 0;
  kernelStacks = 0;
  pageTables = 0;
  slabPages = 0;
  swapCachePages = 0;
  writebackPages = 0;
  // Gauges, in tasks.
  inDirectReclaim = 0;
}

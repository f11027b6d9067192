// What a machine costs by itself. The values, their units and sources are in the machine file.

/** Names of its costs; all but the last three are in every machine file. */
export const MACHINE_COSTS = [
  'line.hit',
  'line.sameDie',
  'line.sameSocket',
  'line.otherSocket',
  'line.atomic',
  'sched.latency',
  'sched.minGranularity',
  'sched.wakeupGranularity',
  'cpu.contextSwitch',
  'cpu.idleWake',
  'ipi.send',
  'ipi.delivery',
  'ipi.handler',
  'ipi.ackMoves',
  /** Where an idle CPU stops its tick. */
  'idle.clockRead',
  'idle.exit',
] as const;

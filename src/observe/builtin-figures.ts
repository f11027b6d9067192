// The figures that every machine offers, whatever it runs.

import type { Ns } from '../base/time.ts';
import type { Engine } from '../engine/engine.ts';
import type { Figure } from '../engine/figure.ts';
import { TIME, type TimeKind } from '../engine/probe.ts';
import type { LockClass } from '../kernel/locking/lock-class.ts';
import type { Cpu } from '../machine/cpu.ts';
import type { IpiLedger } from '../machine/ipi.ts';
import type { CpuTimes } from './cpu-times.ts';
import { SymbolTime } from './exact-profile.ts';
import { PointsUnder, type SchedulingPoints } from './scheduling-points.ts';

/** Where CPU time goes. The CPUs are settled whenever a figure is read. */
export function cpuFigures(times: CpuTimes): readonly Figure[] {
  const share = (id: string, label: string, help: string, ...kinds: readonly TimeKind[]): Figure => ({
    id: `cpu.${id}`,
    label,
    unit: '%',
    help,
    kind: 'mean',
    read: () => times.of(...kinds),
    per: () => times.all(),
  });
  return [
    share('user', 'user', 'CPU time in user programs', TIME.user),
    share('sys', 'system', 'CPU time in the kernel, spinning and interrupts included', TIME.sys, TIME.spin, TIME.irq),
    share('kernel', 'kernel work', 'CPU time in the kernel without spinning and interrupts', TIME.sys),
    share('spin', 'spinning', 'CPU time spent waiting for spinlocks and acknowledgements', TIME.spin),
    share('irq', 'interrupts', 'CPU time in interrupt handlers', TIME.irq),
    share('iowait', 'iowait', 'Idle time of CPUs whose tasks wait for the disk', TIME.iowait),
    share('idle', 'idle', 'Idle time with nothing to wait for', TIME.idle),
  ];
}

export function runnableFigure(cpus: readonly Cpu[], runQueueLength: (cpu: Cpu) => number): Figure {
  return {
    id: 'sched.runnable',
    label: 'runnable tasks',
    unit: '',
    help: 'Tasks that run or wait for a CPU',
    kind: 'value',
    read: () => cpus.reduce((sum, cpu) => sum + runQueueLength(cpu), 0),
  };
}

/** Exact share of one symbol in the CPU time that is not idle: what a profile of the window would converge to. */
export function selfFigure(engine: Engine, times: CpuTimes, symbol: string): Figure {
  const time = new SymbolTime(engine.tree, symbol);
  return {
    id: `self.${symbol}`,
    label: symbol,
    unit: '%',
    help: `Exact share of ${symbol} in the CPU time that is not idle`,
    kind: 'mean',
    read: () => time.ns(),
    per: () => times.of(TIME.user, TIME.sys, TIME.spin, TIME.irq),
  };
}

/** The same in all CPU time, idle time included: what readprofile counts. */
export function ticksFigure(engine: Engine, times: CpuTimes, symbol: string): Figure {
  const time = new SymbolTime(engine.tree, symbol);
  return {
    id: `ticks.${symbol}`,
    label: symbol,
    unit: '%',
    help: `Exact share of ${symbol} in all CPU time, idle time included`,
    kind: 'mean',
    read: () => time.ns(),
    per: () => times.all(),
  };
}

/** Where tasks leave their CPUs. */
export function switchFigures(engine: Engine, points: SchedulingPoints, callers: readonly string[]): readonly Figure[] {
  const switches: Figure = {
    id: 'sched.switches',
    label: 'switches',
    unit: '/s',
    help: 'Context switches away from a task',
    kind: 'rate',
    read: () => points.total,
  };
  const under = callers.map((caller): Figure => {
    const symbols = caller.split('+');
    const found = new PointsUnder(engine.tree, points, symbols);
    return {
      id: `under.${caller}`,
      label: `under ${symbols.join(' or ')}`,
      unit: '%',
      help: `Share of context switches away from a task that happened below ${symbols.join(' or ')}`,
      kind: 'mean',
      read: () => found.count(),
      per: () => points.total,
    };
  });
  return [switches, ...under];
}

export function ipiFigures(ledger: IpiLedger): readonly Figure[] {
  const sum = (field: 'stolenNs' | 'waitNs'): number =>
    [...ledger.byReason.values()].reduce((total, entry) => total + entry[field], 0);
  const base = { unit: '/s', kind: 'rate' } as const;
  return [
    {
      ...base,
      id: 'ipi.rounds',
      label: 'IPI rounds',
      help: 'Broadcasts that were answered',
      read: () => ledger.rounds,
    },
    { ...base, id: 'ipi.sent', label: 'IPIs', help: 'Interrupts sent to other CPUs', read: () => ledger.ipis },
    {
      id: 'ipi.waitMean',
      label: 'IPI wait',
      unit: 'ns',
      help: 'Mean time from a broadcast to its last acknowledgement',
      kind: 'mean',
      read: () => sum('waitNs'),
      per: () => ledger.rounds,
    },
    {
      id: 'ipi.stolenMean',
      label: 'IPI stolen',
      unit: 'ns',
      help: 'Mean time that one IPI takes from the CPU that it interrupts',
      kind: 'mean',
      read: () => sum('stolenNs'),
      per: () => ledger.ipis,
    },
  ];
}

export function waitersFigure(engine: Engine, lockClasses: readonly LockClass[]): Figure {
  return {
    id: 'lock.waiters',
    label: 'lock waiters',
    unit: '',
    help: 'Mean number of tasks that wait for a lock',
    kind: 'mean',
    read: () => lockClasses.reduce((sum, lockClass) => sum + lockClass.waitArea(engine.now), 0),
    per: () => engine.now,
  };
}

/** Where the figure's name is none to read. */
const LOCK_WORDS: Readonly<Record<string, string>> = { holdMean: 'hold time', waitMean: 'wait', acquisitions: 'taken' };

/** lock_stat of one class over the window, for scenarios that plot it or claim something of it. */
export function lockFigures(engine: Engine, lockClass: LockClass): readonly Figure[] {
  const { name, wait, hold } = lockClass;
  const mean = (id: string, unit: string, help: string, read: () => number, per: () => number): Figure => ({
    id: `lock.${name}.${id}`,
    label: `${name} ${LOCK_WORDS[id] ?? id}`,
    unit,
    help,
    kind: 'mean',
    read,
    per,
  });
  const now = (): Ns => engine.now;
  const taken = (): number => lockClass.acquisitions;
  return [
    mean('waiters', '', `Mean number of waiters for ${name}`, () => lockClass.waitArea(engine.now), now),
    mean('held', '', `Mean number of holders of ${name}; its utilisation when there is one`, () => hold.sum, now),
    mean('contended', '%', `Acquisitions of ${name} that had to wait`, () => lockClass.contentions, taken),
    mean(
      'holdMean',
      'ns',
      `Mean hold time of ${name}`,
      () => hold.sum,
      () => hold.count,
    ),
    mean(
      'waitMean',
      'ns',
      `Mean wait of those that had to wait for ${name}`,
      () => wait.sum,
      () => wait.count,
    ),
    { ...mean('acquisitions', '/s', `Acquisitions of ${name}`, taken, now), kind: 'rate' },
  ];
}

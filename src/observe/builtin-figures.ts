// The figures that every machine offers, whatever it runs.

import type { Ns } from '../base/time.ts';
import type { Engine } from '../engine/engine.ts';
import { type Figure, mean, rate, value } from '../engine/figure.ts';
import { NodesBelow } from '../engine/nodes-below.ts';
import { TIME, type TimeKind } from '../engine/probe.ts';
import { symbolName } from '../engine/symbols.ts';
import type { LockClass } from '../kernel/locking/lock-class.ts';
import type { Cpu } from '../machine/cpu.ts';
import type { IpiLedger } from '../machine/ipi.ts';
import type { CpuTimes } from './cpu-times.ts';
import { SymbolTime } from './exact-profile.ts';
import type { SchedulingPoints } from './scheduling-points.ts';

/** Where CPU time goes. The CPUs are settled whenever a figure is read. */
export function cpuFigures(times: CpuTimes): readonly Figure[] {
  const share = (id: string, label: string, help: string, ...kinds: readonly TimeKind[]): Figure =>
    mean(`cpu.${id}`, label, '%', help, { read: () => times.of(...kinds), per: () => times.all() });
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

export const runnableFigure = (cpus: readonly Cpu[], runQueueLength: (cpu: Cpu) => number): Figure =>
  value('sched.runnable', 'runnable tasks', '', 'Tasks that run or wait for a CPU', () =>
    cpus.reduce((sum, cpu) => sum + runQueueLength(cpu), 0),
  );

/** Exact share of one symbol in the CPU time that is not idle: what a profile of the window would converge to. */
export function selfFigure({ tree }: Engine, times: CpuTimes, symbol: string): Figure {
  const time = new SymbolTime(tree, symbol);
  return mean(`self.${symbol}`, symbol, '%', `Exact share of ${symbol} in the CPU time that is not idle`, {
    read: () => time.ns(),
    per: () => times.of(TIME.user, TIME.sys, TIME.spin, TIME.irq),
  });
}

/** The same in all CPU time, idle time included: what readprofile counts. */
export function ticksFigure({ tree }: Engine, times: CpuTimes, symbol: string): Figure {
  const time = new SymbolTime(tree, symbol);
  return mean(`ticks.${symbol}`, symbol, '%', `Exact share of ${symbol} in all CPU time, idle time included`, {
    read: () => time.ns(),
    per: () => times.all(),
  });
}

/** Where tasks leave their CPUs. */
export function switchFigures(engine: Engine, points: SchedulingPoints, callers: readonly string[]): readonly Figure[] {
  const switches = rate('sched.switches', 'switches', '/s', 'Context switches away from a task', () => points.total);
  const under = callers.map((caller): Figure => {
    const symbols = caller.split('+');
    const nodes = new NodesBelow(engine.tree, (sym) => symbols.includes(symbolName(sym)));
    const callerText = symbols.join(' or ');
    const help = `Share of context switches away from a task that happened below ${callerText}`;
    return mean(`under.${caller}`, `under ${callerText}`, '%', help, {
      read: () => nodes.sum((node) => points.at(node)),
      per: () => points.total,
    });
  });
  return [switches, ...under];
}

export function ipiFigures(ledger: IpiLedger): readonly Figure[] {
  const sum = (field: 'stolenNs' | 'waitNs'): number =>
    [...ledger.byReason.values()].reduce((total, entry) => total + entry[field], 0);
  return [
    rate('ipi.rounds', 'IPI rounds', '/s', 'Broadcasts that were answered', () => ledger.rounds),
    rate('ipi.sent', 'IPIs', '/s', 'Interrupts sent to other CPUs', () => ledger.ipis),
    mean('ipi.waitMean', 'IPI wait', 'ns', 'Mean time from a broadcast to its last acknowledgement', {
      read: () => sum('waitNs'),
      per: () => ledger.rounds,
    }),
    mean('ipi.stolenMean', 'IPI stolen', 'ns', 'Mean time that one IPI takes from the CPU that it interrupts', {
      read: () => sum('stolenNs'),
      per: () => ledger.ipis,
    }),
  ];
}

export const waitersFigure = (engine: Engine, lockClasses: readonly LockClass[]): Figure =>
  mean('lock.waiters', 'lock waiters', '', 'Mean number of tasks that wait for a lock', {
    read: () => lockClasses.reduce((sum, lockClass) => sum + lockClass.waitArea(engine.now), 0),
    per: () => engine.now,
  });

/** lock_stat of one class over the window, for scenarios that plot it or claim something of it. */
export function lockFigures(engine: Engine, lockClass: LockClass): readonly Figure[] {
  const { name, wait, hold } = lockClass;
  const id = (what: string): string => `lock.${name}.${what}`;
  const now = (): Ns => engine.now;
  const taken = (): number => lockClass.acquisitions;
  return [
    mean(id('waiters'), `${name} waiters`, '', `Mean number of waiters for ${name}`, {
      read: () => lockClass.waitArea(engine.now),
      per: now,
    }),
    mean(id('held'), `${name} held`, '', `Mean number of holders of ${name}; its utilisation when there is one`, {
      read: () => hold.sum,
      per: now,
    }),
    mean(id('contended'), `${name} contended`, '%', `Acquisitions of ${name} that had to wait`, {
      read: () => lockClass.contentions,
      per: taken,
    }),
    mean(id('holdMean'), `${name} hold time`, 'ns', `Mean hold time of ${name}`, {
      read: () => hold.sum,
      per: () => hold.count,
    }),
    mean(id('waitMean'), `${name} wait`, 'ns', `Mean wait of those that had to wait for ${name}`, {
      read: () => wait.sum,
      per: () => wait.count,
    }),
    rate(id('acquisitions'), `${name} taken`, '/s', `Acquisitions of ${name}`, taken),
  ];
}

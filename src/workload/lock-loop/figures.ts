// What the lock loop lets be observed. 'Since the last change': since the lock or the number of tasks changed.

import { type Figure, mean, rate, value } from '../../engine/figure.ts';
import type { LockLoop } from './lock-loop.ts';

export function lockLoopFigures(loop: LockLoop): readonly Figure[] {
  const now = (): number => loop.k.engine.now;
  return [...windowed(loop, now), ...sinceChange(loop, now)];
}

const windowed = (loop: LockLoop, now: () => number): readonly Figure[] => [
  value('loop.tasks', 'tasks', '', 'tasks that take the lock', () => loop.tasks),
  rate('loop.ops', 'sections', '/s', 'sections of all tasks together', () => loop.sections),
  mean('loop.wait', 'wait', 'ns', 'from asking for the lock to having it, by the clock of the task', {
    read: () => loop.waitNs,
    per: () => loop.sections,
  }),
  mean('loop.queue', 'waiters', '', 'tasks that wait for the lock, mean', {
    read: () => loop.k.lockClasses.all.reduce((sum, one) => sum + one.waitArea(now()), 0),
    per: now,
  }),
  mean('loop.busy', 'lock busy', '%', 'share of time in which somebody is in the section', {
    read: () => loop.section.busyNs(now()),
    per: now,
  }),
  mean('loop.spread', 'spread', '%', 'most less fewest sections of a task, of the mean, in rounds of 25 per task', {
    read: () => loop.turns.spread,
    per: () => loop.turns.rounds,
  }),
];

const sinceChange = (loop: LockLoop, now: () => number): readonly Figure[] => [
  value('loop.throughput', 'throughput', '/s', 'sections per second since the last change', () =>
    loop.tally.throughput(now()),
  ),
  value(
    'loop.utilisation',
    'utilisation',
    '%',
    'share of time with somebody in the section since the last change',
    () => loop.tally.utilisation(now(), loop.section.busyNs(now())),
  ),
  value(
    'loop.waitSpread',
    'wait, deviation',
    '',
    'standard deviation of the waits over their mean since the last change',
    () => loop.tally.waitSpread,
  ),
  value(
    'loop.little',
    "Little's law",
    '',
    'waiters counted by the lock over throughput times wait by the clocks of the tasks, since the last change; 1 is right',
    () => loop.tally.little(now()),
  ),
];

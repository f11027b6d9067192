// The family of the scenario: its members keep up their number whatever happens to them, and the mover goes on.

import { expect, it } from 'vitest';
import { ShortRun } from './short-run.ts';

const start = (lock: string): ShortRun => new ShortRun('migrate-family', { rmap: 'chain', set: { 'rmap-lock': lock } });

it('keeps its number, follows the load, and loses nothing under a lock', () => {
  const run = start('rwsem').until(0.1);
  expect(run.figure('family.relatives')).toBeGreaterThanOrEqual(7);
  expect(run.figure('family.moved')).toBeGreaterThan(1000);
  run.setLoad(16, 0.05);
  run.until(0.25);
  expect(run.figure('family.relatives')).toBeGreaterThanOrEqual(14);
  expect([run.figure('race.fatal'), run.figure('race.deaths'), run.figure('family.restarts')]).toEqual([0, 0, 0]);
  expect(run.figure('race.firstFatal')).toBeNaN();
});

it('forks anew whoever dies of a lost page', () => {
  const run = start('none-remap').until(0.3);
  const deaths = run.figure('race.deaths');
  expect(deaths).toBeGreaterThan(5);
  expect(run.figure('family.relatives')).toBeGreaterThanOrEqual(6);
  expect(run.figure('family.born')).toBeGreaterThan(deaths / 2);
  expect(run.figure('race.firstFatal')).toBeLessThan(0.3);
});

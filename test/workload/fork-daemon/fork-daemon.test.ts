// Daemons that fork for ever, quicker than in the scenario.

import { queryObjects } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { checkInvariants } from '../../../src/kernel/mm/invariants.ts';
import { TaskStruct } from '../../../src/kernel/mm/task-struct.ts';
import { type Given, ShortRun } from '../short-run.ts';

/** Half a process's life each before and after its fork, so two live at a time. */
const QUICK: Given = { params: { forkAfterMs: 10, exitAfterMs: 9 } };
const AREAS = 3;

const start = (rmap: string, load = 1): ShortRun => new ShortRun('fork-daemon', { ...QUICK, rmap, load });

const named = ({ kernel }: ShortRun, name: string): number =>
  [...kernel.tasks].filter((task) => task.name === name).length;

describe('a daemon that forks for ever', () => {
  it('goes on generation by generation while its parents exit', () => {
    const run = start('chain').until(3);
    const generation = run.figure('daemon.generation');
    expect(generation).toBeGreaterThan(270);
    expect(run.kernel.stat.forks - generation).toBeLessThanOrEqual(1);
    expect(generation - run.kernel.stat.exits).toBeLessThanOrEqual(2);
    expect(named(run, 'daemon')).toBeLessThanOrEqual(2);
    checkInvariants(run.kernel);
  });

  it('has a link for each generation with `chain`, and a fork takes longer and longer', () => {
    const run = start('chain').until(3);
    const generation = run.figure('daemon.generation');
    expect(run.figure('daemon.levels')).toBe(generation + 1);
    expect(run.figure('rmap.anonVmas')).toBe(AREAS * (generation + 1));
    expect(run.figure('daemon.growth')).toBeGreaterThan(0.6);
    const early = start('chain').until(0.5).figure('daemon.forkUs');
    expect(run.figure('daemon.forkUs')).toBeGreaterThan(2.5 * early);
  });

  it.each(['shared-brk', 'shared', 'chain-degree'])('has few with `%s`, and a fork takes as long as ever', (rmap) => {
    const run = start(rmap).until(3);
    expect(run.figure('daemon.levels')).toBeLessThanOrEqual(4);
    expect(run.figure('daemon.perVma')).toBeLessThanOrEqual(2);
    expect(Math.abs(run.figure('daemon.growth'))).toBeLessThan(0.05);
  });

  it('follows the load: further daemons have families of their own, superfluous ones end', () => {
    const run = start('chain').until(1);
    const levels = run.figure('daemon.levels');
    run.setLoad(3);
    run.until(1.1);
    expect(run.figure('daemon.count')).toBe(3);
    const families = new Set([...run.kernel.anonVmas.all()].map(({ lineage }) => lineage));
    expect(families.size).toBe(3);
    expect(run.figure('daemon.levels') - levels).toBeLessThanOrEqual(12);
    run.setLoad(1);
    run.until(1.3);
    expect(run.figure('daemon.count')).toBe(1);
    expect(named(run, 'daemon')).toBeLessThanOrEqual(2);
    checkInvariants(run.kernel);
  });

  it('keeps nothing of processes that are gone', () => {
    const run = start('chain-degree');
    const kept = (): number => queryObjects(TaskStruct, { format: 'count' });
    run.until(0.5);
    const before = kept();
    run.until(2);
    expect(run.kernel.stat.exits).toBeGreaterThan(150);
    expect(kept() - before).toBeLessThan(10);
  });

  it('tries again when a fork fails for want of memory', () => {
    const run = start('chain-degree').until(0.5);
    const { kernel } = run;
    kernel.faults.after = 0;
    kernel.faults.count = 5;
    const before = run.figure('daemon.generation');
    run.until(1);
    expect(kernel.faults.failed).toBe(5);
    expect(run.figure('daemon.count')).toBe(1);
    expect(run.figure('daemon.generation')).toBeGreaterThan(before + 30);
    checkInvariants(kernel);
  });
});

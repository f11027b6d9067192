// The commit's thought experiment in small: N children with P COWed pages each.

import { describe, expect, it } from 'vitest';
import { MS, type Ns, SECOND, US } from '../../../src/base/time.ts';
import type { TaskStruct } from '../../../src/kernel/mm/task-struct.ts';
import { Simulation } from '../../../src/simulation/simulation.ts';
import { ShortRun } from '../short-run.ts';

const N = 40;
const PAGES = 50;

const start = (rmap: string, load = N): ShortRun =>
  new ShortRun('fork1000', {
    rmap,
    load,
    params: { pages: PAGES, thinkMs: 20 },
    machine: { memory: '256M', swap: '256M' },
  });

/** A figure at this instant; ShortRun's are those of the last tick. */
function exact(run: ShortRun, id: string): number {
  const { simulation } = run.run;
  if (!(simulation instanceof Simulation)) throw new Error('expected the real simulation');
  return simulation.figures.find((figure) => figure.id === id)?.read() ?? Number.NaN;
}

/** Lets that many nanoseconds pass. */
function pass(run: ShortRun, ns: Ns): ShortRun {
  const until = run.kernel.engine.now + ns;
  while (!run.run.driver.advance(until, 100_000));
  return run;
}

/** Lets steps of time pass until the figure has the value, at most 20 seconds. */
function untilFigure(run: ShortRun, id: string, value: number, step = 100 * MS): ShortRun {
  const end = run.kernel.engine.now + 20 * SECOND;
  while (exact(run, id) !== value && run.kernel.engine.now < end) pass(run, step);
  return run;
}

const settled = (rmap: string, load = N): ShortRun => pass(untilFigure(start(rmap, load), 'survey.done', 1), 100 * MS);

const named = (run: ShortRun, name: string): TaskStruct[] => [...run.kernel.tasks].filter((task) => task.name === name);

describe('the fork tree', () => {
  it('has every page on a list of N + 1 with one anon_vma for all', () => {
    const run = settled('shared');
    expect(run.figure('settled')).toBe(N);
    expect(run.figure('rmap.listLength')).toBe(N + 1);
    expect(run.figure('rmap.longShare')).toBe(1);
    expect(run.figure('survey.pages')).toBe((N + 1) * PAGES);
    // The walk ends at the one entry that maps the page: on average half way along the list.
    expect(run.figure('survey.examined')).toBeCloseTo((N + 2) / 2, 0);
  });

  it('has long lists only behind the pages of the parent with anon_vma chains', () => {
    const run = settled('chain');
    // P pages of the parent on lists of N + 1, N times P on lists of one.
    expect(run.figure('rmap.listLength')).toBeCloseTo((N + 1 + N) / (N + 1), 9);
    expect(run.figure('rmap.longShare')).toBeCloseTo(1 / (N + 1), 9);
    expect(run.figure('survey.examined')).toBeCloseTo(1, 1);
  });

  it('has lists that grow with the load or do not', () => {
    expect(settled('shared', 2 * N).figure('rmap.listLength')).toBe(2 * N + 1);
    expect(settled('chain', 2 * N).figure('rmap.listLength')).toBeLessThan(2);
  });

  it('gives further children when the load rises', () => {
    const run = settled('shared', 10);
    run.setLoad(15);
    run.until(21);
    expect([run.figure('children'), run.figure('rmap.listLength')]).toEqual([15, 16]);
  });

  it('does not miss a load that comes when the parent is about to sleep', () => {
    const run = untilFigure(start('shared', 3), 'children', 3, US);
    const [parent] = named(run, 'parent');
    // It has forked the last one, and the time that this took has not passed yet.
    expect(parent?.state).toBe('running');
    run.setLoad(5);
    run.until(5);
    expect(exact(run, 'children')).toBe(5);
  });

  it('follows a load that rises over a time', () => {
    const run = start('shared', 10).until(2);
    run.setLoad(30, 10);
    const children = [3.1, 7.1, 13].map((at) => exact(run.until(at), 'children'));
    expect(children).toEqual([12, 20, 30]);
    expect(exact(run, 'survey.done')).toBe(1);
    expect(exact(run, 'survey.pages')).toBe(31 * PAGES);
  });

  it('surveys what there is when a rising load is stopped', () => {
    const run = start('shared', 10).until(2);
    run.setLoad(30, 10);
    run.until(7.2);
    run.setLoad(5);
    run.until(10);
    expect(exact(run, 'children')).toBe(20);
    expect([exact(run, 'survey.done'), exact(run, 'survey.pages')]).toEqual([1, 21 * PAGES]);
  });

  it('replaces a child that was killed, and surveys nevertheless', () => {
    const run = untilFigure(start('shared'), 'children', 10, 10 * US);
    expect(exact(run, 'survey.done')).toBe(0);
    for (const victim of named(run, 'child').slice(0, 3)) victim.killed = true;
    untilFigure(run, 'survey.done', 1);
    expect(['survey.done', 'children', 'settled'].map((id) => exact(run, id))).toEqual([1, N, N]);
    expect(named(run, 'child')).toHaveLength(N);
  });

  it('lets a child die that was killed when it had all its pages', () => {
    const run = settled('chain');
    const [victim] = named(run, 'child');
    if (victim !== undefined) victim.killed = true;
    pass(run, SECOND);
    expect(named(run, 'child')).not.toContain(victim);
    expect(['children', 'settled'].map((id) => exact(run, id))).toEqual([N, N]);
  });

  it('surveys anew after the load has risen, one survey at a time', () => {
    const run = settled('shared', 10);
    expect(exact(run, 'survey.pages')).toBe(11 * PAGES);
    run.setLoad(15);
    expect(exact(run, 'survey.done')).toBe(0);
    while (named(run, 'survey').length === 0) pass(run, 10 * US);
    const survey = named(run, 'survey');
    expect([survey.length, exact(run, 'settled')]).toEqual([1, 15]);
    // The next one settles while this survey is under way.
    run.setLoad(16);
    untilFigure(run, 'survey.done', 1, 100 * US);
    expect(named(run, 'survey')[0]).toBe(survey[0]);
    expect(exact(run, 'survey.pages')).toBe(17 * PAGES);
    expect(exact(run, 'survey.examined')).toBeCloseTo((16 + 2) / 2, 0);
  });

  it('keeps its pages on the long list after a flip; only further children have their own', () => {
    const run = settled('shared', 10);
    run.run.simulation.dispatch({ kind: 'flip', subsystem: 'rmap', variant: 'chain' });
    pass(run, SECOND);
    expect([run.kernel.rmap.variant.id, exact(run, 'rmap.sharedShare')]).toEqual(['chain', 1]);
    run.setLoad(15);
    pass(run, SECOND);
    expect(exact(run, 'rmap.sharedShare')).toBeCloseTo(11 / 16, 9);
  });
});

// The commit's thought experiment in small: N children with P COWed pages each.

import { describe, expect, it } from 'vitest';
import { ShortRun } from '../short-run.ts';

const N = 40;
const PAGES = 50;

const settled = (rmap: string, load = N): ShortRun => {
  const run = new ShortRun('fork1000', {
    rmap,
    load,
    params: { pages: PAGES, thinkMs: 20 },
    machine: { memory: '256M', swap: '256M' },
  });
  for (let at = 0.1; run.figure('survey.done') !== 1 && at < 20; at += 0.1) run.until(at);
  return run;
};

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
});

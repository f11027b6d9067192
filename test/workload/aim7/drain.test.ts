// The half-life that aim7-small tells of its drain, against the measured one.

import { expect, it } from 'vitest';
import { ShortRun } from '../short-run.ts';

const FLIP_S = 12;

it('tells the half-life within 20 % of what is measured, before half of the pages are gone', () => {
  const run = new ShortRun('aim7-small', { load: 740 }).until(FLIP_S);
  run.flip('rmap', 'chain');
  const { anonVmas } = run.kernel;
  const pages = anonVmas.sharedPages;
  const told: number[] = [];
  let at = FLIP_S;
  for (; anonVmas.sharedPages * 2 > pages && at < 60; at += 0.1) told.push(run.until(at).figure('rmap.halfLife'));
  const measured = run.until(at).figure('rmap.halfLife');
  expect(Math.abs(measured - (at - FLIP_S))).toBeLessThan(0.3);
  const errors = told.filter((one) => !Number.isNaN(one)).map((one) => Math.abs(one / measured - 1));
  expect(errors.length).toBeGreaterThan(20);
  expect(Math.max(...errors)).toBeLessThan(0.2);
});

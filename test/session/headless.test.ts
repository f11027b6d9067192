import { expect, it } from 'vitest';
import { MS, SECOND } from '../../src/base/time.ts';
import type { Frame } from '../../src/observe/frame.ts';
import { runHeadless } from '../../src/session/headless.ts';
import { startRun } from '../../src/session/start-run.ts';
import { FILES } from '../scenario/catalogue.ts';
import { COUNTING_SOURCES } from './counting-sources.ts';

const start = () => startRun({ scenarioPath: `${FILES}/count.yaml`, seed: 1, set: {}, at: [] }, {}, COUNTING_SOURCES);

it('shows a frame at fixed instants, the first at the start and the last at the end', async () => {
  const at: number[] = [];
  const onFrame = ({ atNs }: { atNs: number }): void => void at.push(atNs / MS);
  const end = await runHeadless(start(), { untilNs: 2.5 * SECOND, everyNs: SECOND, onFrame });
  expect(at).toEqual([0, 1000, 2000, 2500]);
  expect(end.atNs).toBe(2.5 * SECOND);
});

it('makes a frame for each second in between, which is not told', async () => {
  const told: (readonly [number, number])[] = [];
  const onFrame = ({ seq, atNs }: Frame): void => void told.push([seq, atNs / MS]);
  const { seq } = await runHeadless(start(), { untilNs: 6.5 * SECOND, everyNs: 2.5 * SECOND, onFrame });
  expect(told).toEqual([
    [0, 0],
    [3, 2500],
    [6, 5000],
    [8, 6500],
  ]);
  expect(seq).toBe(8);
});

it('runs to the end of the timeline when no length is given', async () => {
  const run = start();
  const end = await runHeadless(run, { untilNs: null, everyNs: 500 * MS, onFrame: () => undefined });
  expect([end.atNs / MS, run.driver.ended]).toEqual([2100, true]);
});

it('ends when it is done', async () => {
  const run = start();
  const end = await runHeadless(run, {
    untilNs: 9 * SECOND,
    everyNs: 100 * MS,
    onFrame: () => undefined,
    isDone: () => run.driver.phase?.label === 'flip',
  });
  expect(end.atNs / MS).toBe(1100);
});

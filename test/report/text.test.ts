import { expect, it } from 'vitest';
import { SECOND } from '../../src/base/time.ts';
import type { Marker, MetricInfo } from '../../src/observe/frame.ts';
import { textReport } from '../../src/report/text.ts';
import { demoFrame } from '../tui/demo-frames.ts';
import { collapsed } from '../tui/situations.ts';

const METRICS: readonly MetricInfo[] = [
  { id: 'load.users', label: 'users', unit: '', help: 'Users alive' },
  { id: 'cpu.user', label: 'user', unit: '%', help: 'CPU time in user programs', windowNs: SECOND },
  { id: 'rmap.walkMean', label: 'walk', unit: '', help: 'VMAs per walk', windowNs: 60 * SECOND },
];

const reportOf = (now: Partial<typeof collapsed>): readonly string[] =>
  textReport(demoFrame({ ...collapsed, ...now }), { title: 'Demo', metrics: METRICS, rows: 1 }).split('\n');

/** Heads of the tables, and the figures. */
const heads = (lines: readonly string[]): readonly string[] =>
  lines.filter((line) => /^(Samples|Self|Scheduling|CPUs|Locks|Figure|load|cpu|rmap)/.test(line));

it('says of every table and of every figure which time it is about', () => {
  expect(heads(reportOf({}))).toMatchInlineSnapshot(`
    [
      "Samples since the start: 640,000 at 4000 Hz per CPU, lost 4",
      "Self, Children: recent samples, each frame fades those before it by an eighth; Exact: since the start",
      "Scheduling points: 12,345 context switches since the start; shares of the recent ones",
      "CPUs: last 100ms; queue and task now",
      "Locks: since the start; CPUs lost and util last 100ms; waiting and queues now",
      "Figure                 value  over",
      "load.users            12,000  now         Users alive",
      "cpu.user                0.9%  last 1.00s  CPU time in user programs",
      "rmap.walkMean          6,000  last 20.0s  VMAs per walk",
    ]
  `);
});

it('tells the last markers with their instants', () => {
  const marker = (seconds: number, text: string, detail = ''): Marker => ({
    atNs: seconds * SECOND,
    kind: 'flip',
    text,
    detail,
  });
  const markers = [marker(1, 'load -> 40'), marker(2.5, 'rmap shared -> chain', '12 objects'), marker(700, 'flipped')];
  const report = textReport(demoFrame(collapsed), { title: 'Demo', metrics: [], markers, rows: 2 }).split('\n\n')[1];
  expect(report?.split('\n')).toEqual([
    'Markers',
    '           1 before',
    '     2.5s  rmap shared -> chain, 12 objects',
    '     700s  flipped',
  ]);
});

it('says so when no time has passed', () => {
  expect(heads(reportOf({ atNs: 0, intervalNs: 0 })).slice(3)).toMatchInlineSnapshot(`
    [
      "CPUs: no time yet; queue and task now",
      "Locks: since the start; CPUs lost and util no time yet; waiting and queues now",
      "Figure                 value  over",
      "load.users            12,000  now         Users alive",
      "cpu.user                0.9%  no time yet CPU time in user programs",
      "rmap.walkMean          6,000  no time yet VMAs per walk",
    ]
  `);
});

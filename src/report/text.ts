// A frame as plain text, like perf top --stdio: profile, CPUs, locks with their queues, figures. Every table says which time it
// is about.

import type { Ns } from '../base/time.ts';
import type { CpuSample, CpuShares, Frame, LockQueue, Marker, MetricInfo } from '../observe/frame.ts';
import { count, duration, figure, instant, percent } from './format.ts';
import { LOCK_COLUMNS } from './lock-table.ts';
import { profileTable } from './profile-table.ts';
import { raceLines } from './race-lines.ts';

export interface TextReportOptions {
  readonly title: string;
  readonly metrics: readonly MetricInfo[];
  /** Of the run so far, in order of time; none where they have been told as they came. */
  readonly markers?: readonly Marker[];
  /** Rows of a section at most. */
  readonly rows: number;
}

export function textReport(frame: Frame, { title, metrics, markers = [], rows }: TextReportOptions): string {
  const variants = Object.entries(frame.variants).map(([subsystem, variant]) => `${subsystem}=${variant}`);
  const head = [`${title}, ${instant(frame.atNs)} simulated, ${variants.join(' ')}`];
  const sections = [
    head,
    markerSection(markers, rows),
    profileSection(frame, rows),
    pointSection(frame, rows),
    cpuSection(frame, rows),
    lockSection(frame, rows),
  ];
  sections.push(raceLines(frame.races), metricSection(frame, metrics));
  return `${sections
    .filter((section) => section.length > 0)
    .map((section) => section.join('\n'))
    .join('\n\n')}\n`;
}

/** The last ones. */
function markerSection(markers: readonly Marker[], rows: number): readonly string[] {
  if (markers.length === 0) return [];
  const before = markers.length - rows;
  const lines = markers
    .slice(-rows)
    .map(({ atNs, text, detail }) => `${cell(instant(atNs))}  ${[text, detail].filter(Boolean).join(', ')}`);
  return ['Markers', ...(before > 0 ? [`${cell('')}  ${count(before)} before`] : []), ...lines];
}

/** What a frame says of its interval. */
const lately = (intervalNs: Ns): string => (intervalNs === 0 ? 'no time yet' : `last ${duration(intervalNs)}`);

/** What decays is as old as frames are far apart. */
const FADING = 'Self, Children: recent samples, each frame fades those before it by an eighth; Exact: since the start';

function profileSection({ profile }: Frame, rows: number): readonly string[] {
  const { samples, lost, rateHz } = profile;
  const head = `Samples since the start: ${count(samples)} at ${rateHz} Hz per CPU, lost ${count(lost)}`;
  const lines = profileTable(profile, { sort: 'self', filter: '' }).slice(0, rows);
  const table = lines.map(({ self, children, exactSelf, space, symbol }) =>
    [cell(percent(self, 2)), cell(percent(children, 2)), cell(percent(exactSelf, 2)), ` ${space} ${symbol}`].join(''),
  );
  return [head, FADING, `${cell('Self')}${cell('Children')}${cell('Exact')}  Symbol`, ...table];
}

/** Where tasks left their CPUs, with the callers of the first: those who waited for a lock, mostly. */
function pointSection({ schedulingPoints }: Frame, rows: number): readonly string[] {
  const { events } = schedulingPoints;
  const lines = profileTable(schedulingPoints, { sort: 'self', filter: '' }).filter(({ self }) => self > 0);
  if (lines.length === 0) return [];
  const table = lines
    .slice(0, Math.min(rows, MOST_POINTS))
    .flatMap(({ self, space, symbol, chains }) => [
      `${cell(percent(self, 2))}  ${space} ${symbol}`,
      ...chains.map(({ share, callers }) => `${cell(percent(share))}   <- ${callers.slice(0, CALLERS).join(' <- ')}`),
    ]);
  return [`Scheduling points: ${count(events)} context switches since the start; shares of the recent ones`, ...table];
}

const MOST_POINTS = 4;
/** The scheduler and the lock have four of them. */
const CALLERS = 7;

const cell = (text: string, width = 9): string => text.padStart(width);

const SHARES = ['user', 'kernel', 'spin', 'irq', 'iowait', 'idle'] as const satisfies readonly (keyof CpuShares)[];

function cpuSection({ cpus, cpuShares, intervalNs }: Frame, rows: number): readonly string[] {
  const shares = (of: CpuShares): string => SHARES.map((kind) => cell(percent(of[kind]), 8)).join('');
  const line = (cpu: CpuSample): string => {
    const doing = cpu.task === '' ? '' : `  ${cpu.task} in ${cpu.symbol}`;
    return `${cell(String(cpu.id), 4)}${shares(cpu.shares)}${cell(String(cpu.runQueue), 6)}${doing}`;
  };
  const more = cpus.length > rows ? [`     and ${cpus.length - rows} more`] : [];
  const head = `${cell('CPU', 4)}${SHARES.map((kind) => cell(kind, 8)).join('')}${cell('queue', 6)}`;
  return [
    `CPUs: ${lately(intervalNs)}; queue and task now`,
    head,
    `${cell('all', 4)}${shares(cpuShares)}`,
    ...cpus.slice(0, rows).map(line),
    ...more,
  ];
}

function lockSection({ locks, intervalNs }: Frame, rows: number): readonly string[] {
  if (locks.length === 0) return [];
  const width = Math.max(4, ...locks.map(({ name }) => name.length));
  const head = `${'Lock'.padEnd(width)}${LOCK_COLUMNS.map((column) => cell(column.title, column.width + 1)).join('')}`;
  const lines = locks.slice(0, rows).flatMap((lock) => {
    const cells = LOCK_COLUMNS.map((column) => cell(column.cell(lock), column.width + 1));
    return [`${lock.name.padEnd(width)}${cells.join('')}`, ...lock.queues.slice(0, 1).map(queueLine)];
  });
  const about = `Locks: since the start; CPUs lost and util ${lately(intervalNs)}; waiting and queues now`;
  return [about, head, ...lines];
}

function queueLine({ instance, holders, waiters, length }: LockQueue): string {
  const names = (parties: LockQueue['waiters']): string =>
    parties
      .slice(0, 4)
      .map(({ task, site }) => `${task} in ${site}`)
      .join(', ');
  const rest = length > 4 ? `, and ${length - 4} more` : '';
  return `  ${instance}: held by ${names(holders) || 'nobody'}; waiting: ${names(waiters)}${rest}`;
}

function metricSection({ atNs, metrics }: Frame, infos: readonly MetricInfo[]): readonly string[] {
  if (infos.length === 0) return [];
  const width = Math.max(...infos.map(({ id }) => id.length));
  const line = (id: string, value: string, over: string, help: string): string =>
    `${id.padEnd(width)} ${cell(value, 14)}  ${over.padEnd(11)} ${help}`;
  return [
    line('Figure', 'value', 'over', ''),
    ...infos.map(({ id, unit, help, windowNs }) =>
      line(
        id,
        figure(metrics[id] ?? Number.NaN, unit),
        windowNs === undefined ? 'now' : lately(Math.min(windowNs, atNs)),
        help,
      ),
    ),
  ].map((text) => text.trimEnd());
}

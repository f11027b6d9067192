// The text of the help: every key from the key table, what the signs mean, what the figures mean.

import type { MetricInfo } from '../../../observe/frame.ts';
import type { RunInfo } from '../../../session/session.ts';
import type { Binding } from '../../keys/binding.ts';
import { bindings } from '../../keys/table.ts';
import { left, printable, wrap } from '../../text/cells.ts';
import { type Line, span } from '../../text/line.ts';
import { CPU_CLASSES, type CpuClass } from '../../theme/role.ts';
import { legendSign } from '../cpus/split.ts';
import type { Look } from '../panel.ts';

export function helpLines(info: RunInfo, columns: number, look: Look): readonly Line[] {
  return [
    ...keySections(info, columns),
    ...legend(look),
    ...scenarioLines(info, columns),
    heading('Figures'),
    ...info.metrics.flatMap((metric) => metricLines(metric, columns)),
  ];
}

const heading = (text: string): Line => [span(text, 'strong')];

const paragraph = (text: string, columns: number): readonly Line[] => [
  ...wrap(printable(text), columns).map((part): Line => [span(part)]),
  [],
];

/** Nothing before the scenario has been read. */
function scenarioLines({ title, source, grain }: RunInfo, columns: number): readonly Line[] {
  if (source === '') return [];
  return [
    heading('The scenario'),
    ...paragraph(`${title}. Source: ${source}`, columns),
    ...(grain === '' ? [] : paragraph(`Coarser than one by one: ${grain}`, columns)),
  ];
}

const KEY_COLUMN = 12;

function keySections(info: RunInfo, columns: number): readonly Line[] {
  const normal = bindings(info).filter((binding) => (binding.mode ?? 'normal') === 'normal');
  const groups = [...new Set(normal.map((binding) => binding.group))];
  return groups.flatMap((group) => [
    heading(group),
    ...normal.filter((binding) => binding.group === group).flatMap((binding) => keyLines(binding, columns)),
    [],
  ]);
}

const keyLines = (binding: Binding, columns: number): readonly Line[] =>
  wrap(binding.description, columns - KEY_COLUMN).map((part, index) => [
    span(left(index === 0 ? `  ${binding.shown}` : '', KEY_COLUMN), 'key'),
    span(part),
  ]);

const CLASS_HELP: Record<CpuClass, string> = {
  user: 'in the program',
  kernel: 'in the kernel, but for spinning and interrupts; all three together are system time',
  spin: 'waiting for a lock, spinning',
  irq: 'serving interrupts, mostly from other CPUs',
  iowait: 'idle while a task waits for the disk; not counted as busy',
  idle: 'nothing to do',
};

const COLUMN_HELP: readonly (readonly [column: string, means: string])[] = [
  ['self', 'share of the samples that were taken in the symbol itself'],
  ['children', 'share taken in the symbol or in what it calls'],
  ['waiting', 'tasks that wait for the lock now'],
  ['CPUs lost', 'tasks that waited on average: spinning, each costs a CPU'],
  ['util', 'share of the time in which its busiest instance was held'],
];

function legend(look: Look): readonly Line[] {
  const { glyphs } = look;
  const classes = CPU_CLASSES.map(
    (kind): Line => [span(left(`  ${legendSign(kind, look)} ${kind}`, KEY_COLUMN), kind), span(CLASS_HELP[kind])],
  );
  return [
    heading('Signs'),
    [span(left('  12.0s', KEY_COLUMN), 'strong'), span('simulated time since the start')],
    [span(left('  pace 2x', KEY_COLUMN)), span('simulated seconds per second that were asked for')],
    [span(left('  reached', KEY_COLUMN), 'bad'), span('what this computer manages of it, when that is less')],
    [span(left(`  ${glyphs.old} OLD`, KEY_COLUMN), 'old'), span('the variant from before the change')],
    [span(left(`  ${glyphs.new} NEW`, KEY_COLUMN), 'new'), span('the variant from after the change')],
    [span(left(`  ${glyphs.marker}`, KEY_COLUMN), 'marker'), span('a flip or another marked instant, on every chart')],
    [
      span(left(`  ${glyphs.earlier}`, KEY_COLUMN), 'marker'),
      span('the last flip, when it was before all that is shown'),
    ],
    ...COLUMN_HELP.map(([column, means]): Line => [span(left(`  ${column}`, KEY_COLUMN)), span(means)]),
    [span(left('  5%', KEY_COLUMN), 'hot'), span('a symbol with at least 5 % of all samples')],
    [span(left('  0.5%', KEY_COLUMN), 'warm'), span('a symbol with at least 0.5 %; [k] is kernel, [.] is user')],
    ...classes,
    [],
  ];
}

const metricLines = (metric: MetricInfo, columns: number): readonly Line[] => [
  [span(`  ${printable(metric.label)}`, 'strong'), span(`  ${metric.id}`, 'dim')],
  ...wrap(printable(metric.help), columns - 4).map((part): Line => [span(`    ${part}`)]),
];

// Charts: as many of the scenario's charts as there is room for, most important first.

import { figure } from '../../../report/format.ts';
import type { ChartInfo, RunInfo } from '../../../session/session.ts';
import { drawChart, SMALLEST_CHART } from '../../charts/chart.ts';
import type { Plotter } from '../../charts/plot-geometry.ts';
import { timeAxis } from '../../charts/time-axis.ts';
import { endOf } from '../../state/history.ts';
import { type State, shown } from '../../state/state.ts';
import { clip, printable } from '../../text/cells.ts';
import { fitLine, type Line, lineWidth, type Size, type Span, span } from '../../text/line.ts';
import { CLASS_LETTERS } from '../../theme/glyphs.ts';
import { CPU_CLASSES, SERIES } from '../../theme/role.ts';
import { type Look, type Panel, titleLine } from '../panel.ts';
import { always, type Draw } from '../rarely.ts';
import { arrange } from './arrange.ts';

/** What draws a chart below its title. */
interface Plotting {
  readonly plotter: Plotter | null;
  readonly draw: Draw;
}

/** `plotter`: null while the widgets are still being loaded. */
export const chartsPanel =
  (plotter: Plotter | null, draw: Draw = always): Panel =>
  (state, size, look) => {
    const { rows, perRow } = arrange(state.info.charts.length, size);
    const lines: Line[] = [];
    for (let first = 0; first < state.info.charts.length && lines.length < size.rows; first += perRow) {
      const height = Math.floor(((first / perRow + 1) * size.rows) / rows) - lines.length;
      const group = state.info.charts.slice(first, first + perRow);
      lines.push(
        ...beside(
          group.map((chart, index) =>
            oneChart(chart, { plotter, draw }, state, partOf(size, perRow, index, height), look),
          ),
          size,
          perRow,
        ),
      );
      if (first / perRow + 1 >= rows) break;
    }
    return lines;
  };

const GAP = 1;
/** Cells of a title line that belong neither to the title nor to the legend. */
const TITLE_SIGNS = 7;

const partOf = (size: Size, perRow: number, index: number, rows: number): Size => ({
  columns:
    Math.floor(((index + 1) * size.columns) / perRow) -
    Math.floor((index * size.columns) / perRow) -
    (index + 1 < perRow ? GAP : 0),
  rows,
});

/** Joins blocks of lines left to right. */
function beside(blocks: readonly (readonly Line[])[], size: Size, perRow: number): readonly Line[] {
  const height = Math.max(...blocks.map((block) => block.length));
  return Array.from({ length: height }, (_, row) =>
    blocks.flatMap((block, index) => {
      const { columns } = partOf(size, perRow, index, height);
      const padded = fitLine(block[row] ?? [], columns);
      return index + 1 < perRow ? [...padded, span(' '.repeat(GAP))] : padded;
    }),
  );
}

function oneChart(
  chart: ChartInfo,
  { plotter, draw }: Plotting,
  state: State,
  size: Size,
  look: Look,
): readonly Line[] {
  const series = seriesOf(chart);
  const form = legendForm(chart, series, state, size.columns - chart.title.length - TITLE_SIGNS);
  const right = form === null ? [] : legend(chart, series, state, form);
  const title = titleLine(
    { name: printable(chart.title), right, focused: state.focus === 'charts' },
    size.columns,
    look,
  );
  const isNamed = form?.labels === true || series.length === 1 || isKnown(series);
  const names = isNamed ? [] : nameLines(chart, series, state, size, look);
  const room = { columns: size.columns, rows: size.rows - 1 - names.length };
  const { history, markers, status } = shown(state);
  const endNs = endOf(history);
  if (plotter === null || endNs === 0) return [title];
  if (room.columns < SMALLEST_CHART.columns || room.rows < SMALLEST_CHART.rows) return [title];
  const plot = draw(chart, state, room, () => {
    const time = timeAxis(endNs, status, state.ofWholeRun);
    const request = { unit: chart.unit, max: chart.max, series, time, history, markers, glyphs: look.glyphs };
    return drawChart(plotter, request, room);
  });
  return [title, ...names, ...plot];
}

/** A share of CPU time has the colour and letter that it has in the CPU panel; system time, a sum of classes, a letter of its own. */
function seriesOf(chart: ChartInfo) {
  return chart.metrics.map((metric, index) => {
    if (metric.endsWith('.sys')) return { metric, role: 'kernel' as const, letter: 's' };
    const kind = CPU_CLASSES.find((candidate) => metric === candidate || metric.endsWith(`.${candidate}`));
    if (kind !== undefined) return { metric, role: kind, letter: CLASS_LETTERS[kind] };
    return { metric, role: SERIES[index % SERIES.length] ?? SERIES[0], letter: String.fromCharCode(97 + index) };
  });
}

type OneSeries = ReturnType<typeof seriesOf>[number];

/** The form of the legend that says most and fits beside the title; null: none does. */
function legendForm(chart: ChartInfo, series: readonly OneSeries[], state: State, room: number): LegendForm | null {
  const forms = [WHOLE, ...(isKnown(series) ? [VALUES, LABELS] : [LABELS, VALUES])];
  return forms.find((form) => lineWidth(legend(chart, series, state, form)) <= room) ?? null;
}

const legend = (chart: ChartInfo, series: readonly OneSeries[], state: State, form: LegendForm): readonly Span[] =>
  series.flatMap((one) => legendParts(one, chart, state, form));

/** The letters of CPU time are known from the CPU panel. */
const isKnown = (series: readonly OneSeries[]): boolean =>
  series.every(({ role }) => CPU_CLASSES.some((kind) => kind === role));

/** What the letters mean, where the title has no room for it but the chart has; long names are cut alike. */
function nameLines(
  chart: ChartInfo,
  series: readonly OneSeries[],
  state: State,
  size: Size,
  { glyphs }: Look,
): readonly Line[] {
  if (size.rows - 2 < SMALLEST_CHART.rows) return [];
  const whole = legend(chart, series, state, LABELS);
  if (lineWidth(whole) <= size.columns) return [whole];
  const each = Math.floor(size.columns / series.length);
  return [whole.map(({ text, role }) => span(`${clip(text.trimEnd(), each - 1, glyphs.cut)} `, role))];
}

interface LegendForm {
  readonly labels: boolean;
  readonly values: boolean;
}

const WHOLE: LegendForm = { labels: true, values: true };
const VALUES: LegendForm = { labels: false, values: true };
const LABELS: LegendForm = { labels: true, values: false };

function legendParts(one: OneSeries, chart: ChartInfo, state: State, form: LegendForm): readonly Span[] {
  const value = shown(state).frame?.metrics[one.metric];
  if (chart.metrics.length === 1) {
    const unit = form.labels || chart.unit === '%' || chart.unit === 'ns' ? chart.unit : '';
    return [span(value === undefined ? '-' : figure(value, unit), one.role)];
  }
  const label = form.labels ? `${one.letter} ${shortLabel(state.info, chart, one.metric)}` : one.letter;
  const text = value === undefined ? '-' : figure(value, chart.unit === '%' || chart.unit === 'ns' ? chart.unit : '');
  return [span(` ${label} `, one.role), ...(form.values ? [span(text, 'strong')] : [])];
}

const fullLabel = (info: RunInfo, metric: string): string =>
  info.metrics.find((candidate) => candidate.id === metric)?.label ?? metric;

/** Without the last word when all lines of the chart share it: the chart's title says it. */
function shortLabel(info: RunInfo, { metrics }: ChartInfo, metric: string): string {
  const label = fullLabel(info, metric);
  const tail = label.slice(label.lastIndexOf(' '));
  const rest = label.slice(0, -tail.length);
  const isShared = label.includes(' ') && metrics.every((one) => fullLabel(info, one).endsWith(tail));
  return printable(isShared && !rest.endsWith(' per') ? rest : label);
}

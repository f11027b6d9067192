// One chart: lines over a stretch of the run, with axes in units and every marker at its instant.

import type { Marker } from '../../observe/frame.ts';
import { compact, percent } from '../../report/format.ts';
import type { History } from '../state/history.ts';
import { resample } from '../state/history.ts';
import type { Line, Size } from '../text/line.ts';
import type { Glyphs } from '../theme/glyphs.ts';
import type { Role } from '../theme/role.ts';
import { toAscii } from './ascii-dots.ts';
import { createGrid, type Grid } from './cells.ts';
import { rungAbove } from './ladder.ts';
import { labelMarkers, placeMarkers } from './markers.ts';
import { AXIS_COLUMNS, AXIS_ROWS, columnOf, dotsAt, dotsOf, type Plotter, rowOf } from './plot-geometry.ts';
import { tick } from './tick.ts';
import { stepOf, type TimeAxis } from './time-axis.ts';

export interface ChartSeries {
  readonly metric: string;
  readonly role: Role;
  /** Marks the end of the line when there are several. */
  readonly letter: string;
}

export interface ChartRequest {
  readonly unit: string;
  /** Fixed top of the value axis; null grows with the data. */
  readonly max: number | null;
  readonly series: readonly ChartSeries[];
  readonly time: TimeAxis;
  readonly history: History;
  readonly markers: readonly Marker[];
  readonly glyphs: Glyphs;
}

/** The smallest box in which a chart says anything. */
export const SMALLEST_CHART: Size = { columns: 24, rows: 5 };

export function drawChart(plotter: Plotter, request: ChartRequest, size: Size): readonly Line[] {
  const grid = createGrid(size.columns, size.rows);
  const { history, time } = request;
  const values = request.series.map((one) => resample(history, one.metric, time, dotsOf(size.columns)));
  const max = request.max ?? rungAbove(highest(values));
  plotLines(grid, plotter, request, values, max);
  drawAxes(grid, request, max);
  const markers = placeMarkers(grid, request.markers, time, request.glyphs);
  const isLettered = request.series.length > 1;
  if (isLettered) nameLineEnds(grid, request, values, max);
  labelMarkers(grid, markers, isLettered ? request.series.length : 0);
  return grid.toLines();
}

function highest(values: readonly (readonly number[])[]): number {
  let most = 0;
  for (const value of values.flat()) if (value > most) most = value;
  return most;
}

function plotLines(
  grid: Grid,
  plotter: Plotter,
  request: ChartRequest,
  values: readonly (readonly number[])[],
  max: number,
): void {
  const ascii = request.glyphs.cut.charCodeAt(0) < 128;
  const { columns, rows } = grid;
  plotter.plot({ columns, rows, max, series: values }, (column, row, character, series) => {
    const role = request.series[series]?.role;
    const known = hasValue(values[series] ?? [], column);
    if (role !== undefined && known) grid.write(column, row, ascii ? toAscii(character) : character, role);
  });
}

/** Whether a line has a value in this column; where it has none there is a gap, not a zero. */
const hasValue = (values: readonly number[], column: number): boolean =>
  dotsAt(column).some((dot) => Number.isFinite(values[dot]));

function drawAxes(grid: Grid, { unit, glyphs, time }: ChartRequest, max: number): void {
  const base = grid.rows - AXIS_ROWS;
  for (let row = 0; row < base; row++) grid.write(AXIS_COLUMNS - 1, row, glyphs.axis.up, 'dim');
  grid.write(AXIS_COLUMNS - 1, base, glyphs.axis.corner, 'dim');
  grid.write(AXIS_COLUMNS, base, glyphs.axis.along.repeat(grid.columns - AXIS_COLUMNS), 'dim');
  for (const share of grid.rows >= 8 ? [0, 0.5, 1] : [0, 1]) {
    const label = valueLabel(max * share, max, unit).padStart(AXIS_COLUMNS - 2);
    grid.write(0, rowOf(max * share, max, grid.rows), label, 'dim');
  }
  drawInstants(grid, base + 1, time);
}

/** An instant that would touch the one before it or the one at the end is left out: together they would read as one number. */
function drawInstants(grid: Grid, row: number, { fromNs, spanNs }: TimeAxis): void {
  const endNs = fromNs + spanNs;
  const stepNs = stepOf(spanNs);
  const end = tick(endNs, endNs, stepNs);
  let free = 0;
  for (let atNs = fromNs; atNs < endNs; atNs += stepNs) {
    const label = tick(atNs, endNs, stepNs);
    const column = columnOf(dotsOf(grid.columns) * ((atNs - fromNs) / spanNs));
    if (column < free || column + label.length >= grid.columns - end.length) continue;
    grid.write(column, row, label, 'dim');
    free = column + label.length + 1;
  }
  grid.write(grid.columns - end.length, row, end, 'dim');
}

const valueLabel = (value: number, max: number, unit: string): string =>
  unit === '%' ? percent(value, 0) : unit === 'ns' ? tick(value, max, max / 2) : compact(value);

function nameLineEnds(grid: Grid, request: ChartRequest, values: readonly (readonly number[])[], max: number): void {
  request.series.forEach((one, index) => {
    const line = values[index] ?? [];
    const last = line.at(-1);
    if (last === undefined || !Number.isFinite(last)) return;
    const row = rowOf(Math.min(last, max), max, grid.rows);
    const column = freeColumn(grid, Math.min(columnOf(line.length - 1) + 1, grid.columns - 1), row);
    grid.write(column, row, one.letter, one.role);
  });
}

/** Lines that end in one place get their letters side by side. */
function freeColumn(grid: Grid, column: number, row: number): number {
  let free = column;
  while (free < grid.columns - 1 && !grid.isBlank(free, row)) free++;
  return free;
}

// Lines over time, drawn by blessed-contrib's line widget: values in, rows of cells out. Loaded after the first frame, for
// the widgets take long to load: whoever only needs to know where a value lies imports plot-geometry.ts.
//
// * The widget leaves 6 columns and 2 rows of its box unused and one row below its labels: the box is that much larger.
// * Its own labels are kept blank; the axis labels are written by chart.ts, which knows units and time.

import type { Widgets } from 'blessed';
import Line, { type LineSeries } from 'blessed-contrib/lib/widget/charts/line.js';
import { dotsOf, type PlotRequest, type Plotter, type PutCell, widgetMax, X_PADDING } from './plot-geometry.ts';

/** Colour numbers stand for series: the theme gives the real colours. */
const FIRST_COLOUR = 21;
/** Of the widget's own axes, which are not taken over. */
const AXIS_COLOUR = 240;

export function createPlotter(): Plotter {
  const widgets = new Map<string, Line>();
  return {
    plot(request, put) {
      const widget = widgetFor(widgets, request.columns, request.rows);
      widget.options.maxY = widgetMax(FULL, request.rows);
      widget.setData(request.series.map((values, index) => toSeries(values, FIRST_COLOUR + index, request)));
      readCells(widget, request, put);
    },
  };
}

/** The drawing behind the widget, as it is: eight dots a cell, by bits, with the colour of the line drawn there last. */
function readCells(widget: Line, { columns, rows, series }: PlotRequest, put: PutCell): void {
  const { content, chars, colors } = widget.ctx._canvas;
  const byColour = new Map(series.map((_, index) => [`\u001b[38;5;${FIRST_COLOUR + index}m`, index]));
  for (let at = 0; at < columns * rows; at++) {
    const dots = content[at];
    if (dots === undefined || dots === 0 || chars[at]) continue;
    const index = byColour.get(colors[at] ?? '');
    if (index !== undefined) put(at % columns, Math.floor(at / columns), String.fromCharCode(BRAILLE + dots), index);
  }
}

/** The sign without dots. */
const BRAILLE = 0x2800;

/** Values are handed over in percent of the maximum: the widget makes room for the digits of its largest label. */
const FULL = 100;

function toSeries(values: readonly number[], colour: number, { columns, max }: PlotRequest): LineSeries {
  const x = Array.from({ length: dotsOf(columns) + 2 }, () => ' ');
  return { x, y: filled(values).map((value) => heightInPercent(value, max)), style: { line: colour } };
}

/** Gaps are drawn level and left out later: no stroke may lead to or from a value that does not exist. */
function filled(values: readonly number[]): readonly number[] {
  let last = values.find(Number.isFinite) ?? 0;
  return values.map((value) => {
    if (Number.isFinite(value)) last = value;
    return last;
  });
}

/** The widget would draw for ever towards a point that is no number, and for long towards one that is far away. */
const heightInPercent = (value: number, max: number): number =>
  Number.isFinite(value) ? Math.max(0, Math.min(FULL, (value / max) * FULL)) : 0;

/** Sizes in use at a time; a resized terminal brings new ones. */
const WIDGETS_KEPT = 8;

function widgetFor(widgets: Map<string, Line>, columns: number, rows: number): Line {
  const key = `${columns}x${rows}`;
  const known = widgets.get(key);
  if (known !== undefined) return known;
  if (widgets.size >= WIDGETS_KEPT) widgets.clear();
  const widget = createWidget(columns, rows);
  // As if it had been put on a screen: that is when it makes its drawing.
  widget.emit('attach');
  widget.ctx.clearRect = () => wipe(widget);
  widgets.set(key, widget);
  return widget;
}

/** blessed's screens take hold of the process, its signals and its exit. The widget needs no more of one than this. */
const NO_SCREEN = { setEffects: () => undefined } as unknown as Widgets.Screen;

const createWidget = (columns: number, rows: number): Line =>
  new Line({
    screen: NO_SCREEN,
    width: columns + 6,
    height: rows + 3,
    top: 0,
    left: 0,
    showLegend: false,
    xPadding: X_PADDING,
    xLabelPadding: X_PADDING,
    numYLabels: 1,
    minY: 0,
    maxY: 1,
    style: { baseline: AXIS_COLOUR, text: AXIS_COLOUR, line: AXIS_COLOUR },
  });

/** The widget's own way rasterises two triangles over all dots. */
function wipe(widget: Line): void {
  const { content, chars, colors } = widget.ctx._canvas;
  content.fill(0);
  chars.fill(null);
  colors.fill(null);
}

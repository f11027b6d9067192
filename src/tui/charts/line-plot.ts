// Lines over time, drawn by blessed-contrib's line widget: values in, rows of cells out. Loaded after the first frame, for
// the widgets take long to load: whoever only needs to know where a value lies imports plot-geometry.ts.
//
// * The widget leaves 6 columns and 2 rows of its box unused and one row below its labels: the box is that much larger.
// * Its own labels are kept blank; the axis labels are written by chart.ts, which knows units and time.

import Line, { type LineSeries } from 'blessed-contrib/lib/widget/charts/line.js';
import type { Offscreen } from './offscreen.ts';
import { createOffscreen } from './offscreen.ts';
import { dotsOf, type PlotRequest, type Plotter, widgetMax, X_PADDING } from './plot-geometry.ts';

/** Colour number of the widget's own axes, which are not taken over. */
const AXIS_COLOUR = 240;

export function createPlotter(): Plotter {
  const screen = createOffscreen();
  const widgets = new Map<string, Line>();
  return {
    plot(request) {
      const widget = widgetFor(widgets, screen, request.columns, request.rows);
      widget.options.maxY = widgetMax(FULL, request.rows);
      widget.setData(request.series.map((one) => toSeries(one, request)));
      return screen.read(widget, request.columns, request.rows);
    },
  };
}

/** Values are handed over in percent of the maximum: the widget makes room for the digits of its largest label. */
const FULL = 100;

function toSeries(one: PlotRequest['series'][number], { columns, max }: PlotRequest): LineSeries {
  const x = Array.from({ length: dotsOf(columns) + 2 }, () => ' ');
  return { x, y: filled(one.values).map((value) => heightInPercent(value, max)), style: { line: one.colour } };
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

function widgetFor(widgets: Map<string, Line>, screen: Offscreen, columns: number, rows: number): Line {
  const key = `${columns}x${rows}`;
  const known = widgets.get(key);
  if (known !== undefined) return known;
  if (widgets.size >= WIDGETS_KEPT) {
    for (const widget of widgets.values()) screen.detach(widget);
    widgets.clear();
  }
  const widget = createWidget(columns, rows);
  screen.attach(widget);
  widget.ctx.clearRect = () => wipe(widget);
  widgets.set(key, widget);
  return widget;
}

const createWidget = (columns: number, rows: number): Line =>
  new Line({
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

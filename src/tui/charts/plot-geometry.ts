// Where values lie in a plot: what line-plot.ts draws and what is written over it agree on it.

export interface PlotRequest {
  /** The whole box: `AXIS_COLUMNS` at the left and `AXIS_ROWS` at the bottom belong to the axes. */
  readonly columns: number;
  readonly rows: number;
  readonly max: number;
  /** Per line values from the left edge on, one per dot; at most dotsOf(columns). Drawn in this order, the last on top. */
  readonly series: readonly (readonly number[])[];
}

/** A cell through which lines go: `series` is the index of the one on top. */
export type PutCell = (column: number, row: number, character: string, series: number) => void;

export interface Plotter {
  plot(request: PlotRequest, put: PutCell): void;
}

/** Columns at the left that hold the labels of the value axis and the axis itself. */
export const AXIS_COLUMNS = 7;
/** Rows at the bottom: the axis and its labels. */
export const AXIS_ROWS = 2;

export const X_PADDING = (AXIS_COLUMNS - 1) * 2;
/** The widget begins a line two dots right of the axis. */
const FIRST_DOT = X_PADDING + 2;
const Y_PADDING = 11;

/** How many values a plot can show side by side. */
export const dotsOf = (columns: number): number => Math.max(1, columns * 2 - FIRST_DOT);

/** The column of a value. */
export const columnOf = (dot: number): number => Math.floor((FIRST_DOT + dot) / 2);

/** The two values of a column. */
export const dotsAt = (column: number): readonly [number, number] => [
  2 * column - FIRST_DOT,
  2 * column + 1 - FIRST_DOT,
];

/** The row of a value, the same way as the widget finds it. */
export function rowOf(value: number, max: number, rows: number): number {
  const height = heightOf(rows);
  return Math.floor((height - Y_PADDING - 2 - ((height - Y_PADDING) / widgetMax(max, rows)) * value) / 4);
}

const heightOf = (rows: number): number => (rows + 1) * 4;

/** Slightly above the wanted maximum: the widget lifts every line by two dots, which would push the top off the box. */
export const widgetMax = (max: number, rows: number): number => {
  const usable = heightOf(rows) - Y_PADDING;
  return (max * usable) / (usable - 3);
};

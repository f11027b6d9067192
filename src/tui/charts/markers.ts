// Markers on a chart: a sign at the top, at the instant's column, with a word where there is room; a flip also draws a line
// down through the chart.

import type { Ns } from '../../base/time.ts';
import type { Marker } from '../../observe/frame.ts';
import { printable } from '../text/cells.ts';
import type { Glyphs } from '../theme/glyphs.ts';
import type { Grid } from './cells.ts';
import { AXIS_ROWS, columnOf, dotsOf } from './plot-geometry.ts';

export function placeMarkers(grid: Grid, markers: readonly Marker[], spanNs: Ns, glyphs: Glyphs): void {
  const placed = markers.map((marker) => ({ marker, column: markerColumn(marker.atNs, spanNs, grid.columns) }));
  for (const { marker, column } of placed) {
    if (marker.kind === 'flip') drawStem(grid, column, glyphs);
    grid.write(column, 0, glyphs.marker, 'marker');
  }
  placed.forEach(({ marker, column }, index) => {
    const end = placed[index + 1]?.column ?? grid.columns;
    writeLabel(grid, ` ${marker.kind === 'flip' ? flippedTo(marker) : printable(marker.text)}`, column + 1, end);
  });
}

const markerColumn = (atNs: Ns, spanNs: Ns, columns: number): number =>
  columnOf(Math.floor((atNs / spanNs) * dotsOf(columns)));

function drawStem(grid: Grid, column: number, glyphs: Glyphs): void {
  for (let row = 1; row < grid.rows - AXIS_ROWS; row++) {
    if (grid.isBlank(column, row)) grid.write(column, row, glyphs.markerStem, 'marker');
  }
}

/** Only where it covers nothing. */
function writeLabel(grid: Grid, label: string, from: number, end: number): void {
  if (from + label.length >= end) return;
  for (let column = from; column < from + label.length; column++) if (!grid.isBlank(column, 0)) return;
  grid.write(from, 0, label, 'marker');
}

/** The variant that a flip's marker names last: 'rmap shared -> chain' gives 'chain'. */
const flippedTo = (marker: Marker): string => printable(marker.text.split(/->|→/).at(-1)?.trim() ?? '');

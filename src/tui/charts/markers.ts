// Markers on a chart: a sign at the top, at the instant's column, with a word where there is room; a flip also draws a line
// down through the chart.

import type { Ns } from '../../base/time.ts';
import type { Marker } from '../../observe/frame.ts';
import { printable } from '../text/cells.ts';
import type { Glyphs } from '../theme/glyphs.ts';
import type { Grid } from './cells.ts';
import { AXIS_ROWS, columnOf, dotsOf } from './plot-geometry.ts';

export interface PlacedMarker {
  readonly marker: Marker;
  readonly column: number;
}

export function placeMarkers(
  grid: Grid,
  markers: readonly Marker[],
  spanNs: Ns,
  glyphs: Glyphs,
): readonly PlacedMarker[] {
  const placed = markers.map((marker) => ({ marker, column: markerColumn(marker.atNs, spanNs, grid.columns) }));
  for (const { marker, column } of placed) {
    if (marker.kind === 'flip') drawStem(grid, column, glyphs);
    grid.write(column, 0, glyphs.marker, 'marker');
  }
  return placed;
}

/** After the letters at the ends of the lines: as many as `letters` may stand between a sign and its label. */
export function labelMarkers(grid: Grid, placed: readonly PlacedMarker[], letters: number): void {
  placed.forEach(({ marker, column }, index) => {
    const end = placed[index + 1]?.column ?? grid.columns;
    const label = ` ${marker.kind === 'flip' ? flippedTo(marker) : printable(marker.text)}`;
    for (let from = column + 1; from <= column + 1 + letters; from++) if (writeLabel(grid, label, from, end)) return;
  });
}

const markerColumn = (atNs: Ns, spanNs: Ns, columns: number): number =>
  columnOf(Math.floor((atNs / spanNs) * dotsOf(columns)));

function drawStem(grid: Grid, column: number, glyphs: Glyphs): void {
  for (let row = 1; row < grid.rows - AXIS_ROWS; row++) {
    if (grid.isBlank(column, row)) grid.write(column, row, glyphs.markerStem, 'marker');
  }
}

/** Only where it covers nothing; whether it did. */
function writeLabel(grid: Grid, label: string, from: number, end: number): boolean {
  if (from + label.length >= end) return false;
  for (let column = from; column < from + label.length; column++) if (!grid.isBlank(column, 0)) return false;
  grid.write(from, 0, label, 'marker');
  return true;
}

/** The variant that a flip's marker names last: 'rmap shared -> chain' gives 'chain'. */
const flippedTo = (marker: Marker): string => printable(marker.text.split(/->|→/).at(-1)?.trim() ?? '');

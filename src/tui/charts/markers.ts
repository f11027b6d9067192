// Markers on a chart: a sign at the top, at the instant's column, with a word where there is room; a flip also draws a line
// down through the chart. The last flip is told at the left edge when it was before the stretch that the chart shows.

import type { Marker } from '../../observe/frame.ts';
import { printable } from '../text/cells.ts';
import type { Glyphs } from '../theme/glyphs.ts';
import type { Grid } from './cells.ts';
import { AXIS_COLUMNS, AXIS_ROWS, columnOf, dotsOf } from './plot-geometry.ts';
import type { TimeAxis } from './time-axis.ts';

export interface PlacedMarker {
  readonly column: number;
  readonly label: string;
}

export function placeMarkers(
  grid: Grid,
  markers: readonly Marker[],
  time: TimeAxis,
  glyphs: Glyphs,
): readonly PlacedMarker[] {
  const seen = markers.filter(({ atNs }) => atNs >= time.fromNs);
  const earlier = seen.some(isFlip) ? undefined : markers.findLast(isFlip);
  if (earlier !== undefined) grid.write(AXIS_COLUMNS, 0, glyphs.earlier, 'marker');
  const placed = seen.map((marker) => {
    const column = markerColumn(marker.atNs, time, grid.columns);
    if (isFlip(marker)) drawStem(grid, column, glyphs);
    grid.write(column, 0, glyphs.marker, 'marker');
    return { column, label: wordOf(marker) };
  });
  return earlier === undefined ? placed : [{ column: AXIS_COLUMNS, label: wordOf(earlier) }, ...placed];
}

const isFlip = ({ kind }: Marker): boolean => kind === 'flip';

const wordOf = (marker: Marker): string => (isFlip(marker) ? flippedTo(marker) : printable(marker.text));

/** After the letters at the ends of the lines: as many as `letters` may stand between a sign and its label. */
export function labelMarkers(grid: Grid, placed: readonly PlacedMarker[], letters: number): void {
  placed.forEach(({ column, label }, index) => {
    const end = placed[index + 1]?.column ?? grid.columns;
    for (let from = column + 1; from <= column + 1 + letters; from++)
      if (writeLabel(grid, ` ${label}`, from, end)) return;
  });
}

const markerColumn = (atNs: number, { fromNs, spanNs }: TimeAxis, columns: number): number =>
  columnOf(Math.floor(((atNs - fromNs) / spanNs) * dotsOf(columns)));

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

// A canvas: finished lines inside Ink's layout. The text below it is one blank and as many lines as needed (Ink skips
// an empty text), so that Ink neither measures nor wraps anything that changes.
//
// The lines fit one size of terminal. On a resize Ink draws the old tree once more before React knows the new size:
// then the canvas draws nothing, for lines that are too wide would wrap and never be repaired.

import { Box, Text, Transform, useStdout } from 'ink';
import type { ReactNode } from 'react';
import type { Size } from './text/line.ts';

export interface CanvasProps {
  readonly lines: readonly string[];
  readonly width: number;
  /** Size of the terminal for which the lines were made. */
  readonly terminal: Size;
}

export function Canvas({ lines, width, terminal }: CanvasProps): ReactNode {
  // Ink hands over the stream given to render(), which is a terminal.
  const stdout = useStdout().stdout as NodeJS.WriteStream;
  const drawLine = (_: string, row: number): string => {
    const fits = stdout.columns === terminal.columns && stdout.rows === terminal.rows;
    return fits ? (lines[row] ?? '') : '';
  };
  return (
    <Box width={width} height={lines.length} flexShrink={0}>
      <Transform transform={drawLine}>
        <Text>{` ${'\n'.repeat(Math.max(0, lines.length - 1))}`}</Text>
      </Transform>
    </Box>
  );
}

// The screen: subscribes to the store, draws every panel's lines, lets Ink place them.

import { Box, Text, useApp, useInput, useWindowSize } from 'ink';
import { type ReactNode, useEffect, useMemo, useSyncExternalStore } from 'react';
import type { RunInfo } from '../session/session.ts';
import { Canvas } from './canvas.tsx';
import type { Plotter } from './charts/plot-geometry.ts';
import { type Block, drawBlocks } from './compose.ts';
import { readKeys } from './keys/read-keys.ts';
import { layout, SMALLEST_SCREEN } from './layout.ts';
import { layoutRequest } from './layout-request.ts';
import { chartsPanel } from './panels/charts/charts.ts';
import { helpLines } from './panels/help/help-lines.ts';
import { rarely } from './panels/rarely.ts';
import type { Store } from './state/store.ts';
import type { Suspender } from './terminal.ts';
import type { Size } from './text/line.ts';
import type { Theme } from './theme/theme.ts';

export interface ScreenProps {
  readonly store: Store;
  readonly theme: Theme;
  /** Null while the chart widgets are being loaded. */
  readonly plotter: Plotter | null;
  readonly fps: number;
  /** Gets hold of Ink's way to hand over the terminal. */
  readonly onReady: (suspend: Suspender) => void;
}

export function Screen({ store, theme, plotter, fps, onReady }: ScreenProps): ReactNode {
  const state = useSyncExternalStore(store.subscribe, store.get);
  const terminal = useWindowSize();
  const charts = useMemo(() => chartsPanel(plotter, rarely(fps >= 10 ? 2 : 1)), [plotter, fps]);
  const { suspendTerminal } = useApp();
  useEffect(() => onReady(suspendTerminal), [onReady, suspendTerminal]);
  useInput((input, key) => {
    for (const name of readKeys(input, key)) store.dispatch({ kind: 'key', key: name });
  });
  useHelpRoom(store, state.info, terminal, theme);
  const placements = layout(layoutRequest(state, terminal));
  if (placements === null) return <TooSmall terminal={terminal} />;
  return <Blocks blocks={drawBlocks(state, placements, theme, charts)} terminal={terminal} theme={theme} />;
}

/** Scrolling the help needs to know where its last page begins. */
function useHelpRoom(store: Store, info: RunInfo, terminal: Size, theme: Theme): void {
  useEffect(() => {
    const zoomed = layout({ ...terminal, focus: 'profile', zoomed: true, cpus: info.cpus.length });
    const body = zoomed?.find((one) => one.region === 'profile')?.rows ?? 1;
    const total = helpLines(info, terminal.columns, theme).length;
    store.dispatch({ kind: 'resized', lastHelpTop: Math.max(0, total - (body - 1)) });
  }, [store, info, terminal, theme]);
}

function TooSmall({ terminal }: { readonly terminal: Size }): ReactNode {
  const { columns, rows } = SMALLEST_SCREEN;
  return (
    <Box width={terminal.columns} height={terminal.rows} overflow="hidden">
      <Text wrap="truncate">{`vmtop needs ${columns}x${rows}, this is ${terminal.columns}x${terminal.rows}`}</Text>
    </Box>
  );
}

interface BlocksProps {
  readonly blocks: readonly Block[];
  readonly terminal: Size;
  readonly theme: Theme;
}

function Blocks({ blocks, terminal, theme }: BlocksProps): ReactNode {
  return (
    <Box width={terminal.columns} height={terminal.rows}>
      {blocks.map((block) => (
        <Box key={block.region} position="absolute" marginLeft={block.left} marginTop={block.top}>
          <Canvas
            lines={block.lines.map((line) => theme.paint(line, block.columns))}
            width={block.columns}
            terminal={terminal}
          />
        </Box>
      ))}
    </Box>
  );
}

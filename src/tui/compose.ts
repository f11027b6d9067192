// Puts the panels' lines together: painted blocks for the terminal, or the whole screen as plain text.

import type { Placement, Region } from './layout.ts';
import { captionPanel } from './panels/captions/captions.ts';
import { cpusPanel } from './panels/cpus/cpus.ts';
import { faultsPanel } from './panels/faults/faults.ts';
import { helpPanel } from './panels/help/help.ts';
import { hintsPanel } from './panels/hints/hints.ts';
import { locksPanel } from './panels/locks/locks.ts';
import type { Panel } from './panels/panel.ts';
import { profilePanel } from './panels/profile/profile.ts';
import { titlePanel } from './panels/title/title.ts';
import { variantsPanel } from './panels/variants/variants.ts';
import type { State } from './state/state.ts';
import { fitLine, type Line, plainText } from './text/line.ts';
import type { Theme } from './theme/theme.ts';

/** Lines of one panel, exactly as many and as wide as its placement. */
export interface Block extends Placement {
  readonly lines: readonly Line[];
}

export function drawBlocks(
  state: State,
  placements: readonly Placement[],
  theme: Theme,
  charts: Panel,
): readonly Block[] {
  return covered(state, placements).map((placement) => {
    const panel = placement.region === 'charts' ? charts : PANELS[placement.region];
    const overlay = placement.overlay ? OVERLAYS[state.mode.kind] : undefined;
    const drawn = (overlay ?? panel)(state, placement, theme);
    const lines = Array.from({ length: placement.rows }, (_, row) => drawn[row] ?? []);
    return { ...placement, lines };
  });
}

const PANELS: Record<Exclude<Region, 'charts'>, Panel> = {
  title: titlePanel,
  profile: profilePanel,
  locks: locksPanel,
  cpus: cpusPanel,
  captions: captionPanel,
  hints: hintsPanel,
};

const OVERLAYS: Partial<Record<State['mode']['kind'], Panel>> = {
  help: helpPanel,
  faults: faultsPanel,
  variants: variantsPanel,
};

/** Help and menus take the place of the whole body. */
function covered(
  state: State,
  placements: readonly Placement[],
): readonly (Placement & { readonly overlay: boolean })[] {
  if (OVERLAYS[state.mode.kind] === undefined) return placements.map((one) => ({ ...one, overlay: false }));
  const frame = placements.filter(isFrame);
  const top = Math.max(...frame.filter((one) => one.region === 'title').map((one) => one.rows));
  const bottom = Math.min(...frame.filter((one) => one.region === 'captions').map((one) => one.top));
  const columns = Math.max(...frame.map((one) => one.columns));
  const body = { region: 'profile', left: 0, top, columns, rows: bottom - top } as const;
  return [...frame.map((one) => ({ ...one, overlay: false })), { ...body, overlay: true }];
}

const isFrame = (one: Placement): boolean => ['title', 'captions', 'hints'].includes(one.region);

/** The screen as plain text, row by row. */
export function screenText(blocks: readonly Block[], rows: number): readonly string[] {
  return Array.from({ length: rows }, (_, row) => {
    const parts = blocks.filter((block) => row >= block.top && row < block.top + block.rows);
    const ordered = parts.toSorted((a, b) => a.left - b.left);
    const text = ordered.reduce((line, block) => line.padEnd(block.left) + textOf(block, row), '');
    return text.trimEnd();
  });
}

const textOf = (block: Block, row: number): string =>
  plainText(fitLine(block.lines[row - block.top] ?? [], block.columns));

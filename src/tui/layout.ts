// Where each panel lies, for any size of terminal. Every cell of the screen belongs to exactly one panel or to a gap.

import type { PanelId } from './state/state.ts';
import type { Size } from './text/line.ts';

export type Region = 'title' | PanelId | 'races' | 'captions' | 'hints';

export interface Placement {
  readonly region: Region;
  readonly left: number;
  readonly top: number;
  readonly columns: number;
  readonly rows: number;
}

export const SMALLEST_SCREEN: Size = { columns: 60, rows: 16 };

/** Columns from which on two lines hold the longest caption of the scenarios; below, three do. */
const TWO_LINES_FROM = 120;

/** A gap between panels side by side. */
const GAP = 1;

export interface LayoutRequest extends Size {
  readonly focus: PanelId;
  readonly zoomed: boolean;
  readonly cpus: number;
  /** Something is on the watch for races: where there is room it says what it has caught. */
  readonly races?: boolean;
}

/** Null when the screen is too small. */
export function layout(request: LayoutRequest): readonly Placement[] | null {
  const { columns, rows } = request;
  if (columns < SMALLEST_SCREEN.columns || rows < SMALLEST_SCREEN.rows) return null;
  const head = rows >= 22 ? 3 : 2;
  const spoken = rows < 24 ? 1 : columns < TWO_LINES_FROM ? 3 : 2;
  const body = { left: 0, top: head, columns, rows: rows - head - spoken - 1 };
  return [
    { region: 'title', left: 0, top: 0, columns, rows: head },
    ...bodyPlacements(request, body),
    { region: 'captions', left: 0, top: rows - 1 - spoken, columns, rows: spoken },
    { region: 'hints', left: 0, top: rows - 1, columns, rows: 1 },
  ];
}

type Area = Omit<Placement, 'region'>;

function bodyPlacements(request: LayoutRequest, body: Area): readonly Placement[] {
  if (request.zoomed) return [{ ...body, region: request.focus }];
  if (body.columns >= 110 && body.rows >= 24) return wide(request, body);
  if (body.rows >= 28) return tall(request, body);
  return narrow(request, body);
}

/** Lists at the left, CPUs and charts at the right. */
function wide(request: LayoutRequest, body: Area): readonly Placement[] {
  const [lists, figures] = besides(body, 0.56);
  const cpuRows = Math.min(Math.max(6, request.cpus + 3), Math.floor(body.rows * (body.rows >= 50 ? 0.42 : 0.36)));
  const [cpus, charts] = above(figures, cpuRows);
  const [profile, locks] = above(lists, Math.ceil(body.rows * 0.56));
  return [
    { ...profile, region: 'profile' },
    ...locksAndRaces(request, locks),
    { ...cpus, region: 'cpus' },
    { ...charts, region: 'charts' },
  ];
}

/** Counts, and what was caught first with two call chains over two lines each. */
const RACE_ROWS = 7;

function locksAndRaces({ races = false }: LayoutRequest, area: Area): readonly Placement[] {
  if (!races) return [{ ...area, region: 'locks' }];
  const [locks, caught] = above(area, area.rows - Math.min(RACE_ROWS, Math.floor(area.rows / 2)));
  return [
    { ...locks, region: 'locks' },
    { ...caught, region: 'races' },
  ];
}

/** Narrow but high: all panels below each other. */
function tall(request: LayoutRequest, body: Area): readonly Placement[] {
  const cpuRows = Math.min(Math.max(4, request.cpus + 3), Math.floor(body.rows * 0.22));
  const [lists, rest] = above(body, Math.floor(body.rows * 0.55));
  const [profile, locks] = above(lists, Math.ceil(lists.rows * 0.55));
  const [cpus, charts] = above(rest, cpuRows);
  return [
    { ...profile, region: 'profile' },
    ...locksAndRaces(request, locks),
    { ...cpus, region: 'cpus' },
    { ...charts, region: 'charts' },
  ];
}

/** Small: the focused panel large on top, two others small below it. */
function narrow(request: LayoutRequest, body: Area): readonly Placement[] {
  const [main, band] = above(body, Math.max(6, Math.ceil(body.rows * 0.56)));
  const companions = COMPANIONS[request.focus];
  if (band.rows < 5) return [{ ...body, region: request.focus }];
  const [first, second] = besides(band, 0.5);
  return [
    { ...main, region: request.focus },
    { ...first, region: companions[0] },
    { ...second, region: companions[1] },
  ];
}

/** What stands below the focused panel on a small screen. */
const COMPANIONS: Record<PanelId, readonly [PanelId, PanelId]> = {
  profile: ['cpus', 'charts'],
  locks: ['cpus', 'charts'],
  cpus: ['profile', 'charts'],
  charts: ['profile', 'cpus'],
};

function besides(area: Area, share: number): readonly [Area, Area] {
  const columns = Math.floor(area.columns * share);
  const left = area.left + columns + GAP;
  return [
    { ...area, columns },
    { ...area, left, columns: area.left + area.columns - left },
  ];
}

const above = (area: Area, rows: number): readonly [Area, Area] => [
  { ...area, rows },
  { ...area, top: area.top + rows, rows: area.rows - rows },
];

// Hot symbols: perf top's table with self and children, heat colours and expandable call chains.

import type { Frame, ProfileSample } from '../../../observe/frame.ts';
import { count, percent } from '../../../report/format.ts';
import type { Heat, ProfileLine } from '../../../report/profile-table.ts';
import { locate, scrollTo } from '../../state/cursor.ts';
import { type State, shown } from '../../state/state.ts';
import { visibleProfile } from '../../state/visible.ts';
import { clip, printable, right } from '../../text/cells.ts';
import { type Line, lineWidth, recolour, type Size, type Span, span } from '../../text/line.ts';
import type { Role } from '../../theme/role.ts';
import { type Look, type Panel, titleLine } from '../panel.ts';
import { chainLines } from './chain-lines.ts';

export const profilePanel: Panel = (state, size, look) => {
  const rows = visibleProfile(state);
  const head = [title(state, size, look), columnHeads(state, size, look)];
  const body = bodyLines(state, rows, size, look);
  return [...head, ...window(state, rows, body, size.rows - head.length)];
};

interface BodyLine {
  /** Index of the row it belongs to. */
  readonly row: number;
  readonly line: Line;
}

function window(
  state: State,
  rows: readonly ProfileLine[],
  body: readonly BodyLine[],
  height: number,
): readonly Line[] {
  if (rows.length === 0) return [[span(emptyText(state), 'dim')]];
  const selected = selectedRow(state, rows);
  const wanted = body.findIndex((item) => item.row === selected);
  const top = scrollTo(wanted, body.length, height);
  return body.slice(top, top + height).map((item) => item.line);
}

function bodyLines(state: State, rows: readonly ProfileLine[], size: Size, look: Look): readonly BodyLine[] {
  const selected = state.focus === 'profile' ? selectedRow(state, rows) : -1;
  return rows.flatMap((row, index) => {
    const expanded = state.profile.expanded.has(row.symbol);
    const text = rowLine(row, expanded, size, look);
    const bar = barParts(row, lineWidth(text), size, look);
    const own = { row: index, line: [...(index === selected ? recolour(text, 'cursor') : text), ...bar] };
    if (!expanded) return [own];
    return [own, ...chainLines(row, size.columns, look).map((chain) => ({ row: index, line: chain }))];
  });
}

const selectedRow = (state: State, rows: readonly ProfileLine[]): number =>
  locate(
    state.profile.cursor,
    rows.map((row) => row.symbol),
  );

const HEAT_ROLES: Record<Heat, Role> = { hot: 'hot', warm: 'warm', cool: 'plain' };

/** Columns before the symbol's name. */
const PREFIX = 23;

function rowLine(row: ProfileLine, expanded: boolean, size: Size, look: Look): Line {
  const role = HEAT_ROLES[row.heat];
  const { folded, unfolded, cut } = look.glyphs;
  const sign = row.chains.length === 0 ? ' ' : expanded ? unfolded : folded;
  const name = clip(printable(row.symbol), size.columns - PREFIX, cut);
  return [
    span(`${sign} ${right(percent(row.self), 6)}`, role),
    span(`  ${right(percent(row.children), 7)}  ${row.space} `, row.heat === 'cool' ? 'dim' : 'plain'),
    span(name, role),
  ];
}

const NAME_ROOM = 29;

/** A bar of the self share at the right, where there is room: heat that the back row can see. */
function barParts(row: ProfileLine, textWidth: number, size: Size, look: Look): readonly Span[] {
  const room = size.columns - PREFIX - NAME_ROOM;
  const gap = PREFIX + NAME_ROOM - textWidth;
  if (room < 10 || gap < 0) return [];
  const length = Math.round(row.self * room);
  return [span(' '.repeat(gap)), span(look.glyphs.full.repeat(length), HEAT_ROLES[row.heat])];
}

function columnHeads(state: State, size: Size, look: Look): Line {
  const mark = (sort: string): string => (state.profile.sort === sort ? look.glyphs.descending : ' ');
  const heads = `${mark('self')}   self children${mark('children')}     symbol${mark('symbol')}`;
  return [span(clip(heads, size.columns), 'dim')];
}

function title(state: State, size: Size, look: Look): Line {
  const { frame } = shown(state);
  return titleLine(
    {
      name: state.profile.event === 'cycles' ? 'Hot symbols' : 'Scheduling points',
      left: filterParts(state),
      right: frame === null ? [] : [span(countedText(state, frame), 'dim')],
      focused: state.focus === 'profile',
    },
    size.columns,
    look,
  );
}

function filterParts(state: State): readonly Span[] {
  const { filter } = state.profile;
  if (state.mode.kind === 'filter') return [span(` /${filter}_ `, 'banner')];
  return filter === '' ? [] : [span(` /${filter} `, 'banner')];
}

const countedText = (state: State, { profile, schedulingPoints }: Frame): string =>
  state.profile.event === 'cycles' ? samplesText(profile) : `${count(schedulingPoints.events)} context switches`;

const samplesText = (profile: ProfileSample): string =>
  `${count(profile.samples)} samples, ${count(profile.rateHz)} Hz, lost ${count(profile.lost)}`;

function emptyText(state: State): string {
  if (shown(state).frame === null) return '  no samples yet';
  if (state.profile.event === 'sched_switch' && state.profile.filter === '') return '  no task leaves its CPU now';
  return state.profile.filter === '' ? '  no samples yet' : `  no symbol contains '${state.profile.filter}'`;
}

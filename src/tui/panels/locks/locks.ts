// Locks: lock_stat's figures per class and, for the selected one, who holds it and who waits, in order.

import type { LockSample } from '../../../observe/frame.ts';
import { type LockColumn, lockColumns } from '../../../report/lock-table.ts';
import { locate, scrollTo } from '../../state/cursor.ts';
import { type State, shown } from '../../state/state.ts';
import { selectedLock, visibleLocks } from '../../state/visible.ts';
import { left, printable, right } from '../../text/cells.ts';
import { type Line, recolour, type Size, span } from '../../text/line.ts';
import type { Role } from '../../theme/role.ts';
import { type Look, type Panel, titleLine } from '../panel.ts';
import { queueLines } from './queue-lines.ts';

export const locksPanel: Panel = (state, size, look) => {
  const locks = visibleLocks(state);
  const title = titleLine({ name: 'Locks', focused: state.focus === 'locks' }, size.columns, look);
  const { frame } = shown(state);
  if (frame === null || locks.length === 0) return [title, [span('  no lock was taken yet', 'dim')]];
  const columns = lockColumns(size.columns - nameWidth(size));
  const table = tableLines(state, locks, columns, size, look);
  const lock = selectedLock(state);
  const room = size.rows - 2 - table.length;
  const detail = lock === null ? [] : queueLines(lock, frame.atNs, { columns: size.columns, rows: room }, look);
  return [title, headLine(columns, size), ...table, ...detail];
};

const nameWidth = (size: Size): number => (size.columns < 60 ? 18 : size.columns < 100 ? 22 : 26);

const headLine = (columns: readonly LockColumn[], size: Size): Line => [
  span(left('  lock', nameWidth(size)), 'dim'),
  ...columns.map((column) => span(` ${right(column.title, column.width)}`, 'dim')),
];

/** Leaves at least as much room to the queues as it takes itself. */
function tableLines(
  state: State,
  locks: readonly LockSample[],
  columns: readonly LockColumn[],
  size: Size,
  look: Look,
): readonly Line[] {
  const room = Math.max(1, size.rows - 2);
  const height = Math.min(locks.length, room <= 4 ? Math.max(1, room - 2) : Math.floor(room / 2));
  const names = locks.map((lock) => lock.name);
  const selected = locate(state.locks.cursor, names);
  const top = scrollTo(selected, locks.length, height);
  return locks.slice(top, top + height).map((lock, index) => {
    const line = lockLine(lock, columns, size, top + index === selected, look);
    return state.focus === 'locks' && top + index === selected ? recolour(line, 'cursor') : line;
  });
}

function lockLine(lock: LockSample, columns: readonly LockColumn[], size: Size, selected: boolean, look: Look): Line {
  const role = pressure(lock);
  const mark = selected ? '>' : ' ';
  return [
    span(left(`${mark} ${printable(lock.name)}`, nameWidth(size), look.glyphs.cut), role),
    ...columns.map((column) => span(` ${right(column.cell(lock), column.width)}`, role)),
  ];
}

/** Waiters of a hot lock eat more than a quarter of a CPU. */
const pressure = (lock: LockSample): Role =>
  lock.waitersMean >= 0.25 ? 'hot' : lock.waitersMean >= 0.02 ? 'warm' : 'plain';

// One bar per CPU, in as many columns of bars as are needed.

import type { CpuSample } from '../../../observe/frame.ts';
import { percent } from '../../../report/format.ts';
import { left, printable } from '../../text/cells.ts';
import { type Line, type Size, type Span, span } from '../../text/line.ts';
import type { Look } from '../panel.ts';
import { busyShare, splitBar } from './split.ts';

const NARROWEST = 16;
const WIDEST_BAR = 40;
/** From here on the bar shares its room with what runs. */
const SHARED_FROM = 36;
/** Number, busy share and blanks around the bar. */
const AROUND = 10;

/** Null when there is no room for a bar per CPU. */
export function cpuBars(cpus: readonly CpuSample[], room: Size, look: Look): readonly Line[] | null {
  if (room.rows < 1 || cpus.length === 0) return [];
  const perLine = Math.ceil(cpus.length / room.rows);
  const width = Math.floor(room.columns / perLine);
  if (width < NARROWEST) return null;
  const rows = Math.ceil(cpus.length / perLine);
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: perLine }, (_, column) => cpus[column * rows + row])
      .filter((cpu) => cpu !== undefined)
      .flatMap((cpu) => cpuBar(cpu, width, look)),
  );
}

function cpuBar(cpu: CpuSample, width: number, look: Look): Line {
  const room = width - AROUND;
  const bar = Math.min(WIDEST_BAR, room < SHARED_FROM ? room : Math.floor(room * 0.55));
  const parts: readonly Span[] = [
    span(`${String(cpu.id).padStart(3)} `, 'dim'),
    ...splitBar(cpu.shares, bar, look),
    span(` ${percent(busyShare(cpu.shares), 0).padStart(4)} `),
  ];
  return [...parts, ...nowRunning(cpu, room - bar, look)];
}

/** What runs there now; the symbol matters more than the task. */
function nowRunning(cpu: CpuSample, room: number, look: Look): readonly Span[] {
  if (room < 8) return [span(' '.repeat(room))];
  const symbol = printable(cpu.symbol);
  const task = printable(cpu.task);
  const both = symbol !== '' && symbol !== task && task.length + symbol.length + 2 <= room;
  const text = both ? `${task} ${symbol}` : symbol === '' ? task : symbol;
  return [span(`${left(text, room - 1, look.glyphs.cut)} `, 'dim')];
}

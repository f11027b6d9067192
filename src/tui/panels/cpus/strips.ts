// One cell per CPU, for machines with more CPUs than rows: its height tells how busy the CPU is, its colour with what;
// one that mostly waits for the disk has a shade instead of a height.
// Without colour the cell is the letter of the class that takes most of its time.

import type { CpuSample } from '../../../observe/frame.ts';
import { type Line, type Size, type Span, span } from '../../text/line.ts';
import type { Look } from '../panel.ts';
import { busyShare, cellOf, dominant } from './split.ts';

const LABEL = 7;

export function cpuStrips(cpus: readonly CpuSample[], room: Size, look: Look): readonly Line[] {
  const perLine = cpusPerLine(cpus.length, room.columns - LABEL);
  const lines: Line[] = [];
  for (let first = 0; first < cpus.length && lines.length < room.rows; first += perLine) {
    const group = cpus.slice(first, first + perLine);
    lines.push([span(rangeText(group), 'dim'), ...group.map((cpu) => cpuCell(cpu, look))]);
  }
  return lines;
}

/** A power of two, so that the eye can count. */
function cpusPerLine(cpus: number, columns: number): number {
  const fits = 2 ** Math.floor(Math.log2(Math.max(1, columns)));
  return Math.max(1, Math.min(cpus, fits));
}

const rangeText = (group: readonly CpuSample[]): string =>
  `${`${group[0]?.id ?? ''}-${group.at(-1)?.id ?? ''}`.padStart(LABEL - 1)} `;

function cpuCell(cpu: CpuSample, look: Look): Span {
  const kind = dominant(cpu.shares);
  if (!look.colour || kind === 'iowait') return span(cellOf(kind, look), kind);
  const busy = busyShare(cpu.shares);
  const height = look.glyphs.heights[Math.min(7, Math.floor(busy * 8))] ?? ' ';
  return span(busy < 0.02 ? ' ' : height, kind === 'idle' ? busiest(cpu) : kind);
}

/** What an almost idle CPU does in the time in which it does something. */
const busiest = (cpu: CpuSample) => dominant({ ...cpu.shares, idle: 0, iowait: 0 });

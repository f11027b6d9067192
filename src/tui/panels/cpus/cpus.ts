// CPUs: where every CPU's time goes. Bars as long as there is a row for each, else one cell per CPU.

import type { CpuShares } from '../../../observe/frame.ts';
import { shown } from '../../state/state.ts';
import { type Line, lineWidth, type Size, span } from '../../text/line.ts';
import { CLASS_LETTERS } from '../../theme/glyphs.ts';
import { CPU_CLASSES, type CpuClass } from '../../theme/role.ts';
import { type Look, type Panel, titleLine } from '../panel.ts';
import { cpuBars } from './bars.ts';
import { legendSign, wholePercents } from './split.ts';
import { cpuStrips } from './strips.ts';

/** Charts of the same shares are means over a second: the two may differ. */
const SINCE: Line = [span('since the last frame', 'dim')];

export const cpusPanel: Panel = (state, size, look) => {
  const { frame } = shown(state);
  const name = state.info.cpus.length === 0 ? 'CPUs' : `CPUs ${state.info.cpus.length}`;
  const title = titleLine({ name, right: SINCE, focused: state.focus === 'cpus' }, size.columns, look);
  if (frame === null) return [title, [span('  no figures yet', 'dim')]];
  const legend = legendLines(frame.cpuShares, size, look);
  const room = { columns: size.columns, rows: size.rows - 1 - legend.length };
  const body = cpuBars(frame.cpus, room, look) ?? cpuStrips(frame.cpus, room, look);
  return [title, ...legend, ...body];
};

/** Mean over all CPUs, class by class; says what the colours and letters mean. */
function legendLines(shares: CpuShares, size: Size, look: Look): readonly Line[] {
  const percents = wholePercents(CPU_CLASSES.map((kind) => shares[kind]));
  const parts = CPU_CLASSES.map((kind, index) => legendPart(kind, percents[index] ?? 0, size, look));
  const total = parts.reduce((sum, part) => sum + lineWidth(part), 0);
  if (total <= size.columns || size.rows < 5) return [parts.flat()];
  const half = Math.ceil(parts.length / 2);
  return [parts.slice(0, half).flat(), parts.slice(half).flat()];
}

const NAMES_FROM = 39;

function legendPart(kind: CpuClass, percent: number, size: Size, look: Look): Line {
  const value = span(` ${`${percent}%`.padStart(3)} `, percent >= 50 ? 'strong' : 'plain');
  if (size.columns < NAMES_FROM) return [span(CLASS_LETTERS[kind], kind), value];
  const sign = `${legendSign(kind, look)}${look.colour ? '' : '='}`;
  return [span(sign, kind), span(kind.padEnd(4), 'dim'), value];
}

// The head of the screen: scenario, simulated time and pace, what each digit flips, the headline figures.

import type { Status } from '../../../bus/bus.ts';
import type { Frame } from '../../../observe/frame.ts';
import { bytes, figure, instant, percent } from '../../../report/format.ts';
import type { RunInfo } from '../../../session/session.ts';
import { type State, shown } from '../../state/state.ts';
import { clip, printable } from '../../text/cells.ts';
import { cutLine, fitLine, type Line, lineWidth, type Size, type Span, span, spread } from '../../text/line.ts';
import type { Look } from '../panel.ts';
import { flipLine } from './flip-line.ts';

export const titlePanel = (state: State, size: Size, look: Look): readonly Line[] => {
  const head = headLine(state, size.columns, look);
  const flips = flipLine(state, look, size.columns);
  if (size.rows >= 3) {
    return [
      head,
      spread(flips, machine(state.info, look), size.columns),
      headline(state.info, shown(state).frame, size.columns),
    ];
  }
  const figures = headline(state.info, shown(state).frame, size.columns - lineWidth(flips));
  return [head, [...flips, ...figures]];
};

/** Room for any clock: without it beside the whole name, the program's is left out. What stands at the left never moves. */
const CLOCK_ROOM = 42;
const GAP = 2;

function headLine(state: State, columns: number, look: Look): Line {
  const clock = clockLine(state);
  const program = span('vmtop ', 'dim');
  const name = nameLine(state.info, Number.POSITIVE_INFINITY, look);
  const lead = lineWidth([program, ...name]) + GAP + CLOCK_ROOM <= columns ? [program] : [];
  const reserved = Math.max(lineWidth(clock), Math.min(widest(clock, shown(state).status), Math.floor(columns / 2)));
  const room = columns - lineWidth(lead) - GAP - reserved;
  return [...fitLine([...lead, ...nameLine(state.info, room, look)], columns - lineWidth(clock)), ...clock];
}

const REACHED = 'reached 0.25x of '.length;

/** What the clock takes whether the pace is reached or not, which may change with each frame: a title is cut at one place. */
const widest = (clock: Line, status: Status | null): number =>
  lineWidth(clock) - lineWidth(reached(status)) + (followsPace(status) ? REACHED : 0);

function nameLine({ scenario, title }: RunInfo, columns: number, { glyphs }: Look): Line {
  const name: Line = [span(printable(scenario), 'strong'), span(` ${glyphs.bullet} `)];
  return cutLine([...name, span(clip(printable(title), columns - lineWidth(name), glyphs.cut))], columns);
}

/** Nothing as long as the machine is not known. */
function machine({ cpus, memoryBytes, seed }: RunInfo, { glyphs }: Look): Line {
  if (cpus.length === 0) return [];
  return [span(`${cpus.length} CPUs ${glyphs.bullet} ${bytes(memoryBytes)} ${glyphs.bullet} seed ${seed}`, 'dim')];
}

/** What comes and goes stands at the left, so that the rest stays where it is. */
function clockLine(state: State): Line {
  const { frame, status } = shown(state);
  const clock: Line = frame === null ? [] : [span(`  ${instant(frame.atNs)}`, 'strong')];
  return [...banners(state), ...reached(status), ...asked(status), ...phase(status), ...clock];
}

/** Whether the run is paused is said in a frozen view, too: keys do it. */
function banners(state: State): readonly Span[] {
  const texts: string[] = [];
  if (state.failure !== null) texts.push(' STOPPED ');
  if (state.live.status?.paused === true && state.failure === null) texts.push(' PAUSED ');
  if (state.held !== null) texts.push(' FROZEN ');
  return texts.flatMap((text) => [span(text, 'banner'), span(' ')]);
}

/** Where the story is, and how far when it is hurried through. */
function phase(status: Status | null): readonly Span[] {
  if (status === null) return [];
  const name = printable(status.phase);
  // A phase whose words are not true of this start has lost its name, too.
  if (status.express !== null) return [span(` ${name || 'express'} ${percent(status.express, 0)} `, 'banner')];
  return name === '' ? [] : [span(`  ${name}`, 'caption')];
}

/** Never lies about the pace: when the run cannot keep up, the reached ratio is told. */
function reached(status: Status | null): readonly Span[] {
  if (!followsPace(status) || status.ratio >= status.pace * 0.95) return [];
  return [span(`reached ${times(status.ratio)}`, 'bad'), span(' of ')];
}

const followsPace = (status: Status | null): status is Status =>
  status !== null && status.express === null && !status.paused;

const asked = (status: Status | null): readonly Span[] =>
  status === null || status.express !== null ? [] : [span(`pace ${times(status.pace)}`)];

const times = (ratio: number): string => `${ratio >= 10 ? ratio.toFixed(0) : Number(ratio.toPrecision(2))}x`;

/** As many whole figures as fit. */
function headline(info: RunInfo, frame: Frame | null, columns: number): Line {
  if (frame === null) return [span('the machine is being built', 'dim')];
  const parts: Span[] = [];
  for (const part of info.headline.map((id) => headlinePart(info, frame, id))) {
    if (part.length === 0) continue;
    if (lineWidth([...parts, ...part]) > columns) continue;
    parts.push(...part, span('   '));
  }
  return parts;
}

function headlinePart(info: RunInfo, frame: Frame, id: string): readonly Span[] {
  const metric = info.metrics.find((candidate) => candidate.id === id);
  const value = frame.metrics[id];
  if (metric === undefined || value === undefined || !Number.isFinite(value)) return [];
  // 'users 9,700 users' and 'requests/s 370 /s' say it twice.
  const { label, unit: ofMetric } = metric;
  const isSaid =
    label.startsWith(ofMetric) ||
    label.split(' ').includes(ofMetric) ||
    (ofMetric === '/s' && label.endsWith(ofMetric));
  const unit = isSaid ? '' : ofMetric;
  return [span(`${printable(label)} `, 'dim'), span(figure(value, unit), 'strong')];
}

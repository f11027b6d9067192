// What each digit flips: which variant is active, whether that is the old or the new one, what the key leads to.
// Words and glyphs say it as well as colour. A subsystem that several keys flip is named once, before what each of them leads to.

import type { Frame } from '../../../observe/frame.ts';
import type { FlipKey } from '../../../session/session.ts';
import { type State, shown } from '../../state/state.ts';
import { type Line, lineWidth, type Span, span } from '../../text/line.ts';
import type { Look } from '../panel.ts';

/** Where all of it has no room, words go, the least needed first: what stays to the last is which variant each key is at. */
export function flipLine(state: State, look: Look, columns: number): Line {
  const lines = WORDINGS.map((wording) => wordedLine(state, look, wording));
  const fitting = lines.find((line) => lineWidth(line) <= columns) ?? lines.at(-1) ?? [];
  return [...fitting, span(BEHIND)];
}

/** Between it and what follows. */
const BEHIND = '   ';

/** What is said of each key. */
interface Wording {
  /** Where the key leads to. */
  readonly target: boolean;
  /** OLD and NEW beside the glyphs. */
  readonly word: boolean;
  readonly subsystem: boolean;
  readonly variant: boolean;
  readonly gap: string;
}

const EVERYTHING: Wording = { target: true, word: true, subsystem: true, variant: true, gap: BEHIND };
const NO_TARGET = { ...EVERYTHING, target: false };
const NO_WORD = { ...NO_TARGET, word: false };
const CLOSE = { ...NO_WORD, gap: ' ' };
/** The hints still say what each key flips. */
const NO_SUBSYSTEM = { ...NO_WORD, subsystem: false };
const GLYPHS = { ...NO_SUBSYSTEM, variant: false, gap: ' ' };
const WORDINGS: readonly Wording[] = [EVERYTHING, NO_TARGET, NO_WORD, CLOSE, NO_SUBSYSTEM, GLYPHS];

function wordedLine(state: State, look: Look, wording: Wording): Line {
  const { frame } = shown(state);
  const { flips } = state.info;
  return flips.flatMap((flip, index) => {
    const alike = flips.filter(({ subsystem }) => subsystem === flip.subsystem);
    const gap =
      index === 0
        ? []
        : [span(flips[index - 1]?.subsystem === flip.subsystem ? wording.gap.slice(1) || ' ' : wording.gap)];
    const part = alike.length > 1 ? choice(flip, alike, frame, look, wording) : flipPart(flip, frame, look, wording);
    return [...gap, ...part];
  });
}

function flipPart(flip: FlipKey, frame: Frame | null, look: Look, wording: Wording): Line {
  const isFlipping = frame?.flipping?.subsystem === flip.subsystem;
  return [
    span(`[${flip.key}]`, 'key'),
    ...(wording.subsystem ? [span(` ${flip.subsystem}`)] : []),
    ...active(flip, frame?.variants[flip.subsystem] ?? '', look, wording),
    ...(wording.target || (isFlipping && wording.variant) ? leadsTo(flip, frame, look) : []),
  ];
}

function active(flip: FlipKey, variant: string, { glyphs }: Look, { word, variant: named }: Wording): readonly Span[] {
  const said = (glyph: string, age: string): string =>
    [glyph, word ? age : '', named ? variant : ''].filter(Boolean).join(' ');
  if (variant === flip.old) return [span(' '), span(said(glyphs.old, 'OLD'), 'old')];
  if (variant === flip.new) return [span(' '), span(said(glyphs.new, 'NEW'), 'new')];
  return [span(` ${named ? variant : '?'}`, 'strong')];
}

/** `alike`: all keys of its subsystem. */
function choice(
  flip: FlipKey,
  alike: readonly FlipKey[],
  frame: Frame | null,
  look: Look,
  wording: Wording,
): readonly Span[] {
  const { glyphs } = look;
  const variant = frame?.variants[flip.subsystem] ?? '';
  const name = wording.subsystem ? [span(`${flip.subsystem} `)] : [];
  const hasNoKey = alike.every((one) => one.new !== variant);
  const keyless = hasNoKey
    ? [span(`${[glyphs.old, wording.variant ? variant : ''].filter(Boolean).join(' ')} `, 'old')]
    : [];
  const target = wording.variant ? ` ${flip.new}` : '';
  const isGoal = frame?.flipping?.subsystem === flip.subsystem && frame.flipping.to === flip.new;
  return [
    ...(flip === alike[0] ? [...name, ...keyless] : []),
    span(`[${flip.key}]`, 'key'),
    flip.new === variant ? span(` ${glyphs.new}${target}`, 'new') : span(target, 'dim'),
    ...(isGoal && wording.variant ? leadsTo(flip, frame, look) : []),
  ];
}

function leadsTo(flip: FlipKey, frame: Frame | null, { glyphs }: Look): readonly Span[] {
  if (frame === null) return [];
  if (frame.flipping?.subsystem === flip.subsystem) {
    const { to, inFlight } = frame.flipping;
    return [span(` ${glyphs.arrow} ${to} `, 'strong'), span(` ${inFlight} calls in flight `, 'banner')];
  }
  const target = frame.variants[flip.subsystem] === flip.new ? flip.old : flip.new;
  return [span(` ${glyphs.arrow} ${target}`, 'dim')];
}

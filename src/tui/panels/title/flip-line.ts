// What each digit flips: which variant is active, whether that is the old or the new one, what the key leads to.
// Words and glyphs say it as well as colour. A subsystem that several keys flip is named once, before what each of them leads to.

import type { Frame } from '../../../observe/frame.ts';
import type { FlipKey } from '../../../session/session.ts';
import { type State, shown } from '../../state/state.ts';
import { type Line, lineWidth, type Span, span } from '../../text/line.ts';
import type { Look } from '../panel.ts';

/** Where all of it has no room, words go, the least needed first: what stays to the last is which variant each key is at. */
export function flipLine(state: State, look: Look, columns: number): Line {
<<<<<<< HEAD
  const lines = WORDINGS.map((wording) => {
    const parts = state.info.flips.map((flip) => flipPart(flip, shown(state).frame, look, wording));
    return parts.flatMap((part, index) => (index === 0 ? part : [span(wording.gap), ...part]));
  });
  const fitting = lines.find((line) => lineWidth(line) <= columns) ?? lines.at(-1) ?? [];
  return [...fitting, span(BEHIND)];
=======
  const { frame } = shown(state);
  const { flips } = state.info;
  const line = (hasTargets: boolean, hasWords: boolean): Line =>
    flips.flatMap((flip) => {
      const alike = flips.filter(({ subsystem }) => subsystem === flip.subsystem);
      if (alike.length > 1) return [...choice(flip, alike, frame, look), span('  ')];
      return [
        span(`[${flip.key}]`, 'key'),
        span(` ${flip.subsystem} `),
        ...active(flip, frame?.variants[flip.subsystem] ?? '', look, hasWords),
        ...(hasTargets || frame?.flipping?.subsystem === flip.subsystem ? leadsTo(flip, frame, look) : []),
        span('   '),
      ];
    });
  const full = line(true, true);
  if (lineWidth(full) - GAP <= columns) return full;
  const short = line(false, true);
  return lineWidth(short) - GAP <= columns ? short : line(false, false);
>>>>>>> main
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
function choice(flip: FlipKey, alike: readonly FlipKey[], frame: Frame | null, look: Look): readonly Span[] {
  const { glyphs } = look;
  const variant = frame?.variants[flip.subsystem] ?? '';
  const hasNoKey = alike.every((one) => one.new !== variant);
  const name = [span(`${flip.subsystem} `), ...(hasNoKey ? [span(`${glyphs.old} ${variant} `, 'old')] : [])];
  return [
    ...(flip === alike[0] ? name : []),
    span(`[${flip.key}]`, 'key'),
    flip.new === variant ? span(` ${glyphs.new} ${flip.new}`, 'new') : span(` ${flip.new}`, 'dim'),
    ...(frame?.flipping?.subsystem === flip.subsystem && frame.flipping.to === flip.new
      ? leadsTo(flip, frame, look)
      : []),
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

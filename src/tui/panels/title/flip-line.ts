// What each digit flips: which variant is active, whether that is the old or the new one, what the key leads to.
// Words and glyphs say it as well as colour. A subsystem that several keys flip is named once, before what each of them leads to.

import type { Frame } from '../../../observe/frame.ts';
import type { FlipKey } from '../../../session/session.ts';
import { type State, shown } from '../../state/state.ts';
import { type Line, lineWidth, type Span, span } from '../../text/line.ts';
import type { Look } from '../panel.ts';

/** Where all of it has no room, what a key leads to is left out, then the words OLD and NEW. */
export function flipLine(state: State, look: Look, columns: number): Line {
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
}

/** Behind the last one. */
const GAP = 3;

function active(flip: FlipKey, variant: string, { glyphs }: Look, hasWords: boolean): readonly Span[] {
  if (variant === flip.old) return [span(`${glyphs.old} ${hasWords ? 'OLD ' : ''}${variant}`, 'old')];
  if (variant === flip.new) return [span(`${glyphs.new} ${hasWords ? 'NEW ' : ''}${variant}`, 'new')];
  return [span(variant, 'strong')];
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

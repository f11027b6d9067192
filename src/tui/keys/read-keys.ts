// Names of pressed keys, from what Ink reports.
//
// * Keys typed fast or pasted arrive in one piece: one name per character.
// * Esc followed at once by a character looks like Alt and that character; nothing is bound to Alt, so it is read as Esc.
// * Ink cannot tell function keys and most Shift combinations apart, so they have no names.

import type { Key } from 'ink';
import { printable } from '../text/cells.ts';

const NAMED: readonly (readonly [keyof Key, string])[] = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  ['backspace', 'backspace'],
  ['delete', 'backspace'],
];

export function readKeys(input: string, key: Key): readonly string[] {
  if (key.tab) return [key.shift ? 'shift-tab' : 'tab'];
  const named = NAMED.find(([flag]) => key[flag] === true);
  if (named !== undefined) return [named[1]];
  if (key.ctrl) return [`ctrl-${input}`];
  const characters = [...input].flatMap(characterKey);
  return key.meta ? ['escape', ...characters] : characters;
}

function characterKey(character: string): readonly string[] {
  if (character === '\r' || character === '\n') return ['enter'];
  if (character === '\t') return ['tab'];
  if (character === '\u007f') return ['backspace'];
  if (character === '\u0003') return ['ctrl-c'];
  return printable(character) === character ? [character] : [];
}

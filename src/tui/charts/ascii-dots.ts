// Braille dots for terminals that have none.

const BRAILLE = 0x2800;
/** Bits of the dots in the upper and the lower half of a cell. */
const UPPER = 0x1b;
const LOWER = 0xe4;

/** '.' low, "'" high, ':' both; anything that is no braille stays. */
export function toAscii(character: string): string {
  const dots = character.charCodeAt(0) - BRAILLE;
  if (dots < 0 || dots > 0xff) return character;
  const high = (dots & UPPER) !== 0;
  const low = (dots & LOWER) !== 0;
  return high && low ? ':' : high ? "'" : low ? '.' : ' ';
}

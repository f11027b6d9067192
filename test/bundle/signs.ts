// What is to be seen of a line with colours and attributes: its signs, each with how it looks; no blanks at its end.

const ESCAPE = '\u001b';
const PIECE = new RegExp(`${ESCAPE}\\[([\\d;]*)m|([^${ESCAPE}]+)`, 'g');

/** What a style ends: each of these codes those that begin with one of the words behind it. */
const ENDS: Readonly<Record<string, readonly string[]>> = { '22': ['1', '2'], '27': ['7'], '39': ['3'] };

export function signsOf(line: string): readonly string[] {
  const signs: string[] = [];
  let looks: readonly string[] = [];
  for (const [, codes, text = ''] of line.matchAll(PIECE)) {
    for (const code of codes?.split(';') ?? []) looks = lookAfter(looks, code);
    const parts = new Intl.Segmenter().segment(text);
    signs.push(...Array.from(parts, ({ segment }) => [segment, ...[...looks].sort()].join(' ')));
  }
  return signs.slice(0, signs.findLastIndex((sign) => sign !== ' ') + 1);
}

function lookAfter(looks: readonly string[], code: string): readonly string[] {
  if (code === '0') return [];
  const ended = ENDS[code];
  if (ended !== undefined) return looks.filter((one) => !ended.some((start) => one.startsWith(start)));
  return looks.includes(code) ? looks : [...looks, code];
}

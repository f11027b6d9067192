// string-width as the bundled packages see it. The real one takes 30 ms to load and 150 ms more for its first sign that is
// not ASCII, to learn all emoji: it is loaded when a text comes that needs it.

import { isOneCellEach } from './plain-text.ts';

interface Options {
  readonly ambiguousIsNarrow?: boolean;
  readonly countAnsiEscapeCodes?: boolean;
}

type StringWidth = (text: string, options?: Options) => number;

const real = (): StringWidth => (require('string-width') as { readonly default: StringWidth }).default;

/** Colours and attributes, which take no cell. */
const SGR = /\u001b\[[\d;]*m/g;

// biome-ignore lint/style/noDefaultExport: that is how the package exports it
export default function stringWidth(text: string, options?: Options): number {
  if (typeof text !== 'string' || options !== undefined) return real()(text, options);
  const shown = text.includes('\u001b') ? text.replace(SGR, '') : text;
  return isOneCellEach(shown) ? shown.length : real()(text);
}

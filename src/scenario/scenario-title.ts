// A scenario's title without the rest of its file: a list of many shows no more, and reading all of each takes a second.

import { YamlFile } from './yaml-file.ts';

/** Null when the file has no title that is a text: what is wrong is told by whoever reads the whole file. */
export function readTitle(path: string): string | null {
  const { data } = new YamlFile(path, upToTitle);
  const title = typeof data === 'object' && data !== null && 'title' in data ? data.title : null;
  return typeof title === 'string' && title !== '' ? title : null;
}

/** Keys of the whole document begin a line; what belongs to one of them does not. */
function upToTitle(text: string): string {
  const title = text.search(/^title:/m);
  const line = text.indexOf('\n', title) + 1;
  if (title < 0 || line === 0) return text;
  const next = text.slice(line).search(/^[^\s#]/m);
  return next < 0 ? text : text.slice(0, line + next);
}

// What is loaded together with a file: everything that it imports, directly or not.

import type { Source } from './sources.ts';

/** Paths below src and names of packages. */
export function loadedWith(all: readonly Source[], entry: string): ReadonlySet<string> {
  const sources = new Map(all.map((source) => [source.path, source]));
  const loaded = new Set<string>();
  const load = (path: string): void => {
    if (loaded.has(path)) return;
    loaded.add(path);
    for (const target of sources.get(path)?.loads ?? []) load(target);
  };
  load(entry);
  return loaded;
}

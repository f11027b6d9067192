// Compiles paths for the bundle: a generator that returns a Path becomes a function that returns a Frame (frame.ts). Babel's
// regenerator cuts its body into the cases of a switch; its variables become fields.
//
// Generators are how paths read, and what runs where nothing is bundled. Frames do the same in less time and room: a level costs
// less to make and nothing to pass.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { types } from '@babel/core';
import type { Plugin } from 'esbuild';
import { parse, print } from './babel.ts';
import { explode } from './explode.ts';
import { frameClass, RUNTIME } from './frame-class.ts';
import { takePaths } from './path-functions.ts';

const FRAME = fileURLToPath(new URL('frame.ts', import.meta.url));

export const frames: Plugin = {
  name: 'frames',
  setup(build) {
    build.onLoad({ filter: /\/(src|test)\/.*\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const contents = path.endsWith('/src/machine/path.ts') ? withResume(source) : withFrames(source, path);
      return contents === null ? null : { contents, loader: 'ts' };
    });
  },
};

/** The module with frames in the place of its paths; null when it has none. */
export function withFrames(source: string, file: string): string | null {
  if (!/\): Path\b/.test(source)) return null;
  const module = parse(source, file);
  const paths = takePaths(module, file);
  if (paths.length === 0) return null;
  const exploded = explode(
    paths.map(({ generator }) => generator),
    file,
  );
  const classes = paths.map((path, index) => frameClass(exploded[index] as types.FunctionDeclaration, path));
  return [`import { ${RUNTIME} } from ${JSON.stringify(FRAME)};`, ...classes, print(module)].join('\n');
}

const RESUME = /export const resume =[^;]*;/;

/** The module of paths, with frames' way of going on. */
function withResume(source: string): string {
  if (!RESUME.test(source)) throw new Error('src/machine/path.ts: no `resume` to put that of frames in the place of');
  return source.replace(RESUME, `export { resume } from ${JSON.stringify(FRAME)};`);
}

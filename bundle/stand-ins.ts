// What the bundle puts in the place of modules of packages: something that does the same and costs less.

import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OnLoadArgs, OnLoadResult, Plugin } from 'esbuild';

/** Ends the path of a module that is to be loaded itself. */
const REAL = '?real';

/** Ours gets at the module itself, for what is rare; it is loaded then. */
const ours =
  (file: string) =>
  ({ path }: OnLoadArgs): OnLoadResult => {
    const [from, real] = [fileURLToPath(new URL(file, import.meta.url)), `./${basename(path)}${REAL}`];
    const standIn = `standIn(() => require(${JSON.stringify(real)}).default)`;
    const contents = `import { standIn } from ${JSON.stringify(from)}; export default ${standIn};`;
    return { contents, resolveDir: dirname(path) };
  };

const text =
  (contents: string) =>
  ({ path }: OnLoadArgs): OnLoadResult => ({ contents, resolveDir: dirname(path) });

/** The module with one text in the place of another. The build fails where that text is no longer there. */
const replacing =
  (found: string, put: string, reason: string) =>
  ({ path }: OnLoadArgs): OnLoadResult => {
    const contents = readFileSync(path, 'utf8');
    if (contents.includes(found)) return { contents: contents.replace(found, put), resolveDir: dirname(path) };
    const what = `expected the text '${found}', which the bundle replaces by '${put}' because ${reason}, got none`;
    const remedy =
      'If that reason is gone, remove the entry from bundle/stand-ins.ts; if not, let it find the new text.';
    return { errors: [{ text: `${what}. ${remedy}`, location: { file: path } }] };
  };

const STAND_INS: readonly (readonly [module: RegExp, load: (args: OnLoadArgs) => OnLoadResult])[] = [
  [/\/node_modules\/string-width\/index\.js$/, ours('string-width.ts')],
  [/\/node_modules\/ink\/build\/output\.js$/, ours('ink-output.ts')],
  [/\/node_modules\/ink\/build\/line-update\.js$/, ours('ink-line-update.ts')],
  // Made for browsers: it does not ask the environment for every token whether to log it.
  [/\/node_modules\/yaml\/dist\/index\.js$/, text("export * from '../browser/dist/index.js';")],
  // Words in sixty languages; zod imports the English ones by themselves.
  [/\/node_modules\/zod\/v4\/locales\/index\.js$/, text('export {};')],
  // What the line widget takes of these: no terminal, of whose description blessed reads a file, and one function of lodash.
  [
    /\/node_modules\/blessed\/lib\/blessed\.js$/,
    text("exports.Node = require('./widgets/node'); exports.Box = require('./widgets/box');"),
  ],
  [/\/node_modules\/blessed\/lib\/widgets\/screen\.js$/, text('module.exports = { total: 0 };')],
  [/\/node_modules\/lodash\/lodash\.js$/, text("exports.max = require('./max');")],
  [
    /\/node_modules\/drawille-blessed-contrib\/index\.js$/,
    replacing('new Buffer(', 'Buffer.alloc(', 'Node warns of it outside of node_modules, in the middle of the screen'),
  ],
];

export const standIns: Plugin = {
  name: 'stand-ins',
  setup(build) {
    for (const [module, load] of STAND_INS) {
      build.onLoad({ filter: module }, (args) => (args.suffix === REAL ? undefined : load(args)));
    }
    build.onResolve({ filter: /\?real$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.slice(0, -REAL.length)),
      suffix: REAL,
    }));
  },
};

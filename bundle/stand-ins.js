// What the bundle puts in the place of modules of packages: something of ours that does the same and costs less. Ours gets
// at the module itself, for what is rare; it is loaded then.

import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const STAND_INS = [
  { module: /\/node_modules\/string-width\/index\.js$/, by: 'string-width.ts' },
  { module: /\/node_modules\/ink\/build\/output\.js$/, by: 'ink-output.ts' },
];

const REAL = '?real';

export const standIns = {
  name: 'stand-ins',
  setup(build) {
    for (const { module, by } of STAND_INS) {
      const ours = JSON.stringify(fileURLToPath(new URL(by, import.meta.url)));
      build.onLoad({ filter: module }, ({ path, suffix }) => {
        if (suffix === REAL) return undefined;
        const real = JSON.stringify(`./${basename(path)}${REAL}`);
        const contents = `import { standIn } from ${ours}; export default standIn(() => require(${real}).default);`;
        return { contents, resolveDir: dirname(path) };
      });
    }
    build.onResolve({ filter: /\?real$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.slice(0, -REAL.length)),
      suffix: REAL,
    }));
    // zod's words in sixty languages; the English ones it imports by themselves.
    build.onLoad({ filter: /\/zod\/v4\/locales\/index\.js$/ }, () => ({ contents: 'export {}' }));
  },
};

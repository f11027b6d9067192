// Packages in whose place the bundle puts something of ours, which does the same and costs less.

import { fileURLToPath } from 'node:url';

const STRING_WIDTH = fileURLToPath(new URL('string-width.ts', import.meta.url));

export const standIns = {
  name: 'stand-ins',
  setup(build) {
    build.onResolve({ filter: /^string-width$/ }, ({ importer }) =>
      importer === STRING_WIDTH ? undefined : { path: STRING_WIDTH },
    );
  },
};

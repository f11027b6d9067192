// Bundles the demo program like the real one. Returns its path; `node test/tui/build-demo.ts` prints it.

import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

export async function buildDemo(): Promise<string> {
  const outdir = `${root}node_modules/.cache/vmtop-demo`;
  await build({
    absWorkingDir: root,
    entryPoints: { demo: 'test/tui/demo.ts' },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    platform: 'node',
    target: 'node22.12',
    jsx: 'automatic',
    external: ['blessed', 'blessed-contrib', 'blessed-contrib/*', 'react-devtools-core'],
    define: { 'process.env.NODE_ENV': '"production"' },
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  return `${outdir}/demo.mjs`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(`${await buildDemo()}\n`);

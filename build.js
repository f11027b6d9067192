// Bundles src into dist: the command line, which starts in a few ms, and the simulation's worker. Shared code is split out.

import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { EXTERNAL } from './external.js';
import { notices } from './notices.js';

const root = fileURLToPath(new URL('.', import.meta.url));

// CommonJS packages inside an ES module bundle look for a `require`.
const banner =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

rmSync(`${root}dist`, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { cli: 'src/cli/main.ts', worker: 'src/session/worker.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.12',
  jsx: 'automatic',
  // react-devtools-core is Ink's optional extra.
  external: [...EXTERNAL, 'react-devtools-core'],
  // Without fetch yoga-layout unpacks its WebAssembly itself; with it, Node loads its whole HTTP client first: 30 ms.
  define: { 'process.env.NODE_ENV': '"production"', fetch: 'undefined' },
  banner: { js: banner },
  logLevel: 'warning',
  metafile: true,
});
writeFileSync(`${root}dist/THIRD-PARTY-NOTICES`, notices(root, Object.keys(metafile.inputs)));

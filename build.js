// Bundles src into dist: the command line, which starts in a few ms, and the simulation's worker. Shared code is split out.

import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('.', import.meta.url));

// CommonJS packages inside an ES module bundle look for a `require`.
const banner =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

rmSync(`${root}dist`, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: { cli: 'src/cli/main.ts', worker: 'src/session/worker.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.12',
  jsx: 'automatic',
  // blessed reads its terminfo files beside itself; react-devtools-core is Ink's optional extra.
  external: ['blessed', 'blessed-contrib', 'blessed-contrib/*', 'react-devtools-core'],
  // Without fetch yoga-layout unpacks its WebAssembly itself; with it, Node loads its whole HTTP client first: 30 ms.
  define: { 'process.env.NODE_ENV': '"production"', fetch: 'undefined' },
  banner: { js: banner },
  logLevel: 'warning',
});

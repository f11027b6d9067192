// Bundles src into dist: the command line, which starts in a few ms, and the simulation's worker. Shared code is split out.

import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { OPTIONS } from './bundle/options.ts';
import { notices } from './notices.js';

const root = fileURLToPath(new URL('.', import.meta.url));

rmSync(`${root}dist`, { recursive: true, force: true });
const { metafile } = await build({
  ...OPTIONS,
  entryPoints: { cli: 'src/cli/main.ts', worker: 'src/session/worker.ts' },
  outdir: 'dist',
  metafile: true,
});
writeFileSync(`${root}dist/THIRD-PARTY-NOTICES`, notices(root, Object.keys(metafile.inputs)));

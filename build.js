// Bundles src into dist: the command line, which loads what a command needs only then, and the simulation's worker in one file.

import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { OPTIONS } from './bundle/options.ts';
import { notices } from './notices.js';

const root = fileURLToPath(new URL('.', import.meta.url));

rmSync(`${root}dist`, { recursive: true, force: true });
// Two bundles: threads share no modules anyway, and each has fewer files to find.
const bundles = await Promise.all([
  build({ ...OPTIONS, entryPoints: { cli: 'src/cli/main.ts' }, outdir: 'dist', metafile: true }),
  build({
    ...OPTIONS,
    entryPoints: { worker: 'src/session/worker.ts' },
    outdir: 'dist',
    metafile: true,
    splitting: false,
  }),
]);
const inputs = bundles.flatMap(({ metafile }) => Object.keys(metafile.inputs));
writeFileSync(`${root}dist/THIRD-PARTY-NOTICES`, notices(root, inputs));

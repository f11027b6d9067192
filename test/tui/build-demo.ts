// Bundles the demo program like the real one. Returns its path; `node test/tui/build-demo.ts` prints it.

import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { OPTIONS } from '../../bundle/options.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export async function buildDemo(): Promise<string> {
  const outdir = `${root}node_modules/.cache/vmtop-demo`;
  const entryPoints = { demo: 'test/tui/demo.ts' };
  await build({ ...OPTIONS, entryPoints, outdir, outExtension: { '.js': '.mjs' } });
  return `${outdir}/demo.mjs`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(`${await buildDemo()}\n`);

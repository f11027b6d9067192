// What goes into the bundle, and what does not.

import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { OPTIONS } from '../../bundle/options.ts';

test('what costs and is not needed stays outside; what stands in its place is inside', async () => {
  const { metafile } = await build({
    ...OPTIONS,
    entryPoints: { cli: 'src/cli/main.ts', worker: 'src/session/worker.ts' },
    outdir: 'nowhere',
    write: false,
    metafile: true,
  });
  const inputs = Object.keys(metafile.inputs);
  const ours = inputs.filter((path) => path.startsWith('bundle/'));
  expect(ours.sort()).toEqual([
    'bundle/frames/frame.ts',
    'bundle/grapheme-segmenter.ts',
    'bundle/ink-line-update.ts',
    'bundle/ink-output.ts',
    'bundle/plain-text.ts',
    'bundle/string-width.ts',
  ]);
  const unwanted =
    /blessed\/lib\/(program|tput|widget)\.js$|zod\/v4\/locales\/(?!en\.js|index\.js)|yaml\/dist\/(?!index\.js)|lodash\/(lodash|_|array)\.js\/./;
  expect(inputs.filter((path) => unwanted.test(path))).toEqual([]);
  const biggest = inputs.filter((path) => /lodash\/\w+\.js$/.test(path)).length;
  expect(biggest).toBeLessThan(40);
});

test("of Node's modules only what is asked for is read", async () => {
  const contents =
    "import os, { cpus } from 'node:os'; import { inspect } from 'util'; console.log(os, cpus, inspect);";
  const { outputFiles } = await build({
    ...OPTIONS,
    stdin: { contents, resolveDir: '.' },
    splitting: false,
    write: false,
  });
  const names = [...(outputFiles[0]?.text ?? '').matchAll(/whole\d*\.(\w+)/g)].map(([, name]) => name);
  expect(names.sort()).toEqual(['cpus', 'inspect']);
});

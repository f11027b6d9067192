// What goes into the bundle, and what does not.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { OPTIONS } from '../../bundle/options.ts';
import { standIns } from '../../bundle/stand-ins.ts';

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

test('a text that is to be replaced in a package and is not there any more fails the build', async () => {
  const resolveDir = mkdtempSync(join(tmpdir(), 'vmtop-bundle-'));
  const folder = join(resolveDir, 'node_modules/drawille-blessed-contrib');
  mkdirSync(folder, { recursive: true });
  const bundled = async (source: string): Promise<string | undefined> => {
    writeFileSync(join(folder, 'index.js'), source);
    const { outputFiles } = await build({
      stdin: { contents: "import 'drawille-blessed-contrib';", resolveDir },
      absWorkingDir: resolveDir,
      bundle: true,
      write: false,
      plugins: [standIns],
      logLevel: 'silent',
    });
    return outputFiles[0]?.text;
  };
  expect(await bundled('console.log(new Buffer(8));')).toContain('console.log(Buffer.alloc(8))');
  await expect(bundled('console.log(Buffer.alloc(8, 0));')).rejects.toThrowErrorMatchingInlineSnapshot(`
    [Error: Build failed with 1 error:
    node_modules/drawille-blessed-contrib/index.js:0:0: ERROR: [plugin: stand-ins] expected the text 'new Buffer(', which the bundle replaces by 'Buffer.alloc(' because Node warns of it outside of node_modules, in the middle of the screen, got none. If that reason is gone, remove the entry from bundle/stand-ins.ts; if not, let it find the new text.]
  `);
  rmSync(resolveDir, { recursive: true });
});

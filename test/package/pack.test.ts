// The packed package: what is inside, and that it runs elsewhere with nothing around it.

import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPty } from '../e2e/pty.ts';

const TOP = fileURLToPath(new URL('../../', import.meta.url));
const elsewhere = mkdtempSync(join(tmpdir(), 'vmtop-pack-'));
afterAll(() => rmSync(elsewhere, { recursive: true }));

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

/**
 * Packs what `npm run build` has built, in a copy: building again would pull dist away from under the other tests, and
 * so would the manifest that is stripped for packing.
 */
function pack(): Packed {
  const copy = join(elsewhere, 'copy');
  for (const path of ['package.json', 'README.md', 'LICENSE', 'bin', 'dist', 'man', 'scenarios'])
    cpSync(join(TOP, path), join(copy, path), { recursive: true });
  execFileSync(process.execPath, [join(TOP, 'packed-manifest.js'), 'strip'], { cwd: copy });
  const words = ['pack', '--ignore-scripts', '--json', '--pack-destination', elsewhere];
  const [packed] = JSON.parse(execFileSync('npm', words, { cwd: copy, encoding: 'utf8' })) as readonly Packed[];
  if (packed === undefined) throw new Error('npm pack packed nothing');
  return packed;
}

/** Unpacks it into a node_modules that has nothing else. */
function install({ filename }: Packed): string {
  const modules = join(elsewhere, 'node_modules');
  mkdirSync(join(modules, 'vmtop'), { recursive: true });
  execFileSync('tar', ['-xzf', join(elsewhere, filename), '-C', join(modules, 'vmtop'), '--strip-components=1']);
  return join(modules, 'vmtop', 'bin', 'vmtop.js');
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
}

const manifestOf = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

describe('the packed package', () => {
  let packed: Packed;
  let bin: string;
  beforeAll(() => {
    packed = pack();
    bin = install(packed);
  });

  it('holds the bundle and the scenarios, no sources, no tests, no Node', () => {
    const paths = packed.files.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'README.md',
        'bin/vmtop.js',
        'dist/cli.js',
        'dist/worker.js',
        'dist/THIRD-PARTY-NOTICES',
      ]),
    );
    expect(paths).toEqual(expect.arrayContaining(['man/vmtop.1', 'scenarios/aim7.yaml']));
    const strangers = paths.filter(
      (path) => !/^(bin|dist|man|scenarios)\/|^(package\.json|README\.md|LICENSE)$/.test(path),
    );
    expect(strangers).toEqual([]);
    expect(packed.size).toBeLessThan(3_000_000);
    expect(packed.files.filter(({ size }) => size > 5_000_000)).toEqual([]);
  });

  it('asks for nothing that is in the bundle already, where no override of ours would hold', () => {
    const { dependencies = {} } = manifestOf(TOP);
    expect(Object.keys(dependencies)).toEqual(expect.arrayContaining(['ink', 'blessed-contrib', 'yargs']));
    expect(manifestOf(join(elsewhere, 'node_modules', 'vmtop'))).not.toHaveProperty('dependencies');
  });

  it('leaves the manifest of the checkout as it was, also when packing broke off', () => {
    const copy = join(elsewhere, 'copy');
    const run = (word: string) =>
      execFileSync(process.execPath, [join(TOP, 'packed-manifest.js'), word], { cwd: copy });
    run('strip');
    expect(manifestOf(copy)).not.toEqual(manifestOf(TOP));
    run('restore');
    run('restore');
    expect(readFileSync(join(copy, 'package.json'))).toEqual(readFileSync(join(TOP, 'package.json')));
  });

  it('brings the notices of everything that is bundled, at the locked version', () => {
    const notices = readFileSync(join(elsewhere, 'node_modules', 'vmtop', 'dist', 'THIRD-PARTY-NOTICES'), 'utf8');
    const { packages } = JSON.parse(readFileSync(join(TOP, 'package-lock.json'), 'utf8'));
    const { dependencies = {} } = manifestOf(TOP);
    for (const name of [...Object.keys(dependencies), 'lodash', 'react-reconciler', 'yoga-layout']) {
      expect(notices).toContain(`\n${name} ${packages[`node_modules/${name}`].version}, `);
    }
    const sections = notices.split(/\n-{80}\n/).slice(1);
    expect(sections.filter((section) => !/copyright|\(c\)|^\(.+\)$/im.test(section))).toEqual([]);
  });

  it('draws charts elsewhere', async () => {
    const pty = startPty([process.execPath, bin, 'vmap'], { columns: 120, rows: 40, cwd: elsewhere });
    await pty.waitFor((text) => /[\u2801-\u28ff]/.test(text));
    pty.write('q');
    expect((await pty.exited).code).toBe(0);
  });

  it('lists its scenarios elsewhere', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'list'], { cwd: elsewhere, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^aim7 /m);
  });

  it('runs a scenario elsewhere, also through the worker', () => {
    const scenario = fileURLToPath(new URL('../cli/files/tree.yaml', import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [bin, 'check', scenario], {
      cwd: elsewhere,
      encoding: 'utf8',
    });
    expect([status, stderr.split('\n').at(-2)]).toEqual([0, 'all 1 claims are met']);
  });
});

describe('a Node that is too old', () => {
  const runAs = (version: string) => {
    const fake = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`;
    const words = [
      '--import',
      `data:text/javascript,${encodeURIComponent(fake)}`,
      join(TOP, 'bin', 'vmtop.js'),
      '--version',
    ];
    return spawnSync(process.execPath, words, { encoding: 'utf8' });
  };

  it('gets one clear line', () => {
    for (const version of ['8.17.0', '20.20.2', '22.11.0']) {
      const { status, stdout, stderr } = runAs(version);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(
        /^vmtop: needs Node\.js 22\.12 or newer, this is v[\d.]+; in a checkout use "npm start"\n$/,
      );
    }
  });

  it('is older than 22.12', () => {
    expect([runAs('22.12.0').status, runAs('24.0.0').status]).toEqual([0, 0]);
  });

  it('can parse the entry: no syntax that is younger than it', () => {
    const entry = readFileSync(join(TOP, 'bin', 'vmtop.js'), 'utf8');
    expect(entry).not.toMatch(/\b(let|const|async|await|class)\s|=>|`|\?\.|\?\?|^import\s/m);
  });
});

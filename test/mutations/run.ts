// npm run mutations: plants every defect of mutations.ts, one at a time, in a copy of the tree, and prints which test
// caught it. Exits with 1 when one survives, and with 2 when the tests are red without any.
//
// Names as arguments select those that contain one of them: npm run mutations -- swap gate

import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MUTATIONS, type Mutation } from './mutations.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const COPIED = ['src', 'bundle', 'test', 'scenarios', 'docs', 'package.json', 'tsconfig.json', 'vitest.config.ts'];
/** A test that a defect makes hang has caught it. */
const PATIENCE_MS = 180_000;
/** Mutations under way at once, each in a tree of its own. */
const LANES = 2;

interface Verdict {
  /** The test, and how it failed. */
  readonly caughtBy: string | null;
  /** The run failed, but no test did: the defect does not even load, which says nothing about the tests. */
  readonly broken: string | null;
}

interface Assertion {
  readonly status: string;
  readonly fullName: string;
  readonly failureMessages?: readonly string[];
}

/** The part of vitest's JSON report that matters here. */
interface Report {
  readonly success: boolean;
  readonly testResults: readonly {
    readonly message?: string;
    readonly assertionResults: readonly Assertion[];
  }[];
}

function copyTree(): string {
  const copy = mkdtempSync(join(tmpdir(), 'vmtop-mutations-'));
  for (const name of COPIED) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

async function runTests(tree: string, tests: readonly string[], only?: string, times = 1): Promise<Verdict> {
  const report = join(tree, 'report.json');
  rmSync(report, { force: true });
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const names = only === undefined ? [] : ['-t', only];
  const flags = ['run', '--bail=1', '--reporter=json', `--outputFile=${report}`, '--maxWorkers=1', '--cache=false'];
  const child = spawn(process.execPath, [vitest, ...flags, ...names, ...tests], { cwd: tree, stdio: 'ignore' });
  let hangs = false;
  const timer = setTimeout(() => {
    hangs = true;
    child.kill('SIGKILL');
  }, times * PATIENCE_MS);
  const end = await new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  clearTimeout(timer);
  if (hangs) return { caughtBy: 'it hangs', broken: null };
  // A process that ran out of memory or that somebody killed says nothing about the tests.
  if (!existsSync(report)) return { caughtBy: null, broken: `the tests ended with ${end} and no report` };
  return judge(JSON.parse(readFileSync(report, 'utf8')) as Report);
}

function judge({ success, testResults }: Report): Verdict {
  if (success) return { caughtBy: null, broken: null };
  const failed = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .find(({ status }) => status === 'failed');
  if (failed !== undefined && MISSPELT.test(reasonOf(failed))) return { caughtBy: null, broken: reasonOf(failed) };
  if (failed !== undefined) return { caughtBy: `${failed.fullName}\n    ${reasonOf(failed)}`, broken: null };
  const message = testResults.map((file) => file.message ?? '').find((text) => text !== '');
  return { caughtBy: null, broken: message ?? 'no test ran' };
}

/** The defect names what is not there: each test that comes by fails, whatever it asks for. */
const MISSPELT = /^(ReferenceError: |TypeError: .* is not a function)/;

/** So that a reader sees whether the test found this defect, or something else. */
const reasonOf = ({ failureMessages = [] }: Assertion): string =>
  failureMessages[0]?.split('\n')[0]?.slice(0, 160) ?? '';

async function plant(tree: string, { file, find, replace, tests, only }: Mutation): Promise<Verdict> {
  const path = join(tree, file);
  const text = readFileSync(path, 'utf8');
  const places = text.split(find).length - 1;
  if (places !== 1) return { caughtBy: null, broken: `the text to replace stands ${places} times in ${file}: ${find}` };
  writeFileSync(
    path,
    text.replace(find, () => replace),
  );
  try {
    return await runTests(tree, tests, only);
  } finally {
    writeFileSync(path, text);
  }
}

/** Takes one mutation after another until none is left; returns how many were not caught. */
async function work(tree: string, left: Mutation[]): Promise<number> {
  let survivors = 0;
  for (let next = left.shift(); next !== undefined; next = left.shift()) {
    const { caughtBy, broken } = await plant(tree, next);
    if (caughtBy === null) survivors++;
    const verdict = broken === null ? `caught by: ${caughtBy}` : `BROKEN: ${broken}`;
    console.log(`${next.name} (${next.file})\n  ${caughtBy === null && broken === null ? 'SURVIVED' : verdict}`);
  }
  return survivors;
}

/** A red test would catch everything. */
async function requireGreen(tree: string, mutations: readonly Mutation[]): Promise<void> {
  const tests = [...new Set(mutations.flatMap((one) => one.tests))];
  const { caughtBy, broken } = await runTests(tree, tests, undefined, tests.length);
  if (caughtBy === null && broken === null) return;
  console.error(`Not green without any mutation: ${caughtBy ?? broken}`);
  process.exit(2);
}

const wanted = process.argv.slice(2);
const chosen = MUTATIONS.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)));
const trees = Array.from({ length: LANES }, copyTree);
process.on('exit', () => {
  for (const tree of trees) rmSync(tree, { recursive: true, force: true });
});
await requireGreen(trees[0] as string, chosen);
const left = [...chosen];
const survivors = (await Promise.all(trees.map((tree) => work(tree, left)))).reduce((sum, one) => sum + one, 0);
console.log(`${chosen.length - survivors} of ${chosen.length} caught`);
process.exitCode = survivors === 0 ? 0 : 1;

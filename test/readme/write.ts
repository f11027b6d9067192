// Writes README's table of claims. Run: npm run readme [-- SCENARIO[:CLAIM,CLAIM] ...]
// What is named is checked anew first, which takes its time; the rest keeps what was found last.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CheckedClaim } from '../../src/session/check-claims.ts';
import {
  BEGIN,
  claimsBlock,
  END,
  inputsDigest,
  type Measured,
  measuredOf,
  measuredPath,
  root,
  scenarioNamed,
} from './claims-block.ts';

function measure(words: string): void {
  const [name = '', ids] = words.split(':');
  const inputs = inputsDigest(scenarioNamed(name));
  const checked = check(name, ids?.split(',') ?? []);
  const found = Object.fromEntries(checked.map((one) => [one.claim.id, one.found]));
  const good = Object.fromEntries(checked.flatMap((one) => (one.good === null ? [] : [[one.claim.id, one.good]])));
  const before = measuredOf(name);
  const kept = before?.inputs === inputs ? before : { found: {}, good: {} };
  const measured: Measured = { inputs, found: { ...kept.found, ...found }, good: { ...kept.good, ...good } };
  mkdirSync(dirname(measuredPath(name)), { recursive: true });
  writeFileSync(measuredPath(name), `${JSON.stringify(measured, null, 2)}\n`);
}

/** A claim that is off is a result, too: exit code 3. */
function check(name: string, ids: readonly string[]): readonly CheckedClaim[] {
  const words = [`${root}bin/vmtop.js`, 'check', name, '--json', ...ids.flatMap((id) => ['--only', id])];
  try {
    return JSON.parse(
      execFileSync(process.execPath, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }),
    );
  } catch (error) {
    const { status, stdout } = error as { readonly status?: number; readonly stdout?: string };
    if (status === 3 && stdout !== undefined) return JSON.parse(stdout);
    throw error;
  }
}

function writeReadme(): void {
  const path = `${root}README.md`;
  const text = readFileSync(path, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`README.md: expected the lines ${BEGIN} and ${END}`);
  writeFileSync(path, text.slice(0, begin) + claimsBlock() + text.slice(end + END.length));
}

for (const words of process.argv.slice(2)) measure(words);
writeReadme();

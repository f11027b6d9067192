// A run of the bundle, whose paths are frames, is the run of the source, whose paths are generators.

import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { MS } from '../../../src/base/time.ts';
import { startRun } from '../../../src/session/start-run.ts';

const root = new URL('../../../', import.meta.url).pathname;

const RUNS: readonly (readonly [scenario: string, ms: number])[] = [
  ['aim7-small', 1500],
  ['fork1000', 500],
  ['fork-daemon', 500],
  ['kmap', 300],
  ['migrate-family', 300],
  ['numa02', 200],
  ['server', 500],
  ['stack-churn', 200],
  ['test_str02', 200],
  ['vmap', 50],
  ['xfs-dir', 50],
];

function bundled(scenario: string, ms: number): string {
  const args = ['run', scenario, '--for', `${ms}ms`, '--no-timeline', '--json'];
  const output = execFileSync(process.execPath, [`${root}bin/vmtop.js`, ...args], { encoding: 'utf8', stdio: 'pipe' });
  return (JSON.parse(output) as { readonly hash: string }).hash;
}

function fromSource(scenario: string, ms: number): string {
  const scenarioPath = `${root}scenarios/${scenario}.yaml`;
  const run = startRun({ scenarioPath, seed: 1, set: {}, at: [], timeline: false, change: {} });
  while (!run.driver.advance(ms * MS, Number.POSITIVE_INFINITY));
  return run.simulation.hash();
}

test.each(RUNS)('%s for %i ms', (scenario, ms) => {
  expect(bundled(scenario, ms)).toBe(fromSource(scenario, ms));
});

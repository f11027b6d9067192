// The scenario in the code map is what somebody begins with who writes one.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, expect, it } from 'vitest';
import { KNOWN } from '../../src/scenario/known.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';
import { checkClaims } from '../../src/session/check-claims.ts';
import { measure } from '../../src/session/measure.ts';
import { startRun } from '../../src/session/start-run.ts';

const folder = mkdtempSync(`${tmpdir()}/vmtop-`);
afterAll(() => rmSync(folder, { recursive: true }));

it('can be run, with its timeline, and its claim is met', async () => {
  const map = readFileSync(new URL('../../docs/code-map.md', import.meta.url), 'utf8');
  const [, text = ''] = /^```yaml\n(.*?)^```$/ms.exec(map) ?? [];
  const scenarioPath = `${folder}/minimal.yaml`;
  writeFileSync(scenarioPath, text);
  const { driver, observer } = startRun({ scenarioPath, seed: 1, set: {}, at: [] });
  while (!driver.ended) driver.advance(driver.now + 1e8, 1e6);
  expect(observer.frame().variants).toEqual({ rmap: 'chain' });
  expect(observer.metrics()).toMatchObject({ children: 100 });
  const checked = await checkClaims(readScenario(scenarioPath, { catalogue: KNOWN }), { seed: 1, measure });
  expect(checked.map(({ claim, met }) => [claim.id, met])).toEqual([['one-list', true]]);
});

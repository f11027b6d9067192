// The scenarios that come with the package: each can be read, and a page tells its story.

import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { findScenario, scenarioNames } from '../../src/scenario/find-scenario.ts';
import { KNOWN } from '../../src/scenario/known.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';

it.each(scenarioNames())('%s', (name) => {
  const { claims, timeline } = readScenario(findScenario(name), { catalogue: KNOWN });
  expect(claims.length).toBeGreaterThan(0);
  expect(timeline.length).toBeGreaterThan(0);
  expect(claims.filter(({ fitted }) => fitted).length).toBeLessThan(claims.length);
  expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
});

it('have a page each', () => {
  const isMissing = (name: string): boolean => !existsSync(new URL(`../../docs/scenarios/${name}.md`, import.meta.url));
  expect(scenarioNames().filter(isMissing)).toEqual([]);
});

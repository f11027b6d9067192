// The scenarios that come with the package: each can be read, a page tells its story, and it says which constants were fitted.

import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { neededCosts } from '../../src/scenario/catalogue.ts';
import { findScenario, scenarioNames } from '../../src/scenario/find-scenario.ts';
import type { Fitted } from '../../src/scenario/fitted-schema.ts';
import { KNOWN } from '../../src/scenario/known.ts';
import { readScenario } from '../../src/scenario/read-scenario.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

const read = (name: string): Scenario => readScenario(findScenario(name), { catalogue: KNOWN });

it.each(scenarioNames())('%s', (name) => {
  const { claims, timeline } = read(name);
  expect(claims.length).toBeGreaterThan(0);
  expect(timeline.length).toBeGreaterThan(0);
  expect(claims.filter(({ fitted }) => fitted).length).toBeLessThan(claims.length);
  expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
});

it('have a page each', () => {
  const isMissing = (name: string): boolean => !existsSync(new URL(`../../docs/scenarios/${name}.md`, import.meta.url));
  expect(scenarioNames().filter(isMissing)).toEqual([]);
});

/** Claims on which something was fitted, as other scenarios call them. */
const MARKED = scenarioNames().flatMap((name) =>
  read(name)
    .claims.filter(({ fitted }) => fitted)
    .map(({ id }) => `${name}:${id}`),
);

/** A machine may state costs for subsystems and programs that this scenario does without. */
function isUsed({ kernel, workload }: Scenario, cost: string): boolean {
  if (cost.startsWith('numa.')) return workload.program === 'numa02';
  const ofSubsystem = Object.values(KNOWN.optional).some((costs) => costs.includes(cost));
  return !ofSubsystem || neededCosts(KNOWN, kernel.variants).has(cost);
}

type Costs = Scenario['machine']['costs'];

/** The machine's, with those that runs of claims replace. */
const allCosts = ({ machine, claims }: Scenario): readonly Costs[] => [
  machine.costs,
  ...claims.map(({ at }) => (at.machine['costs'] ?? {}) as unknown as Costs),
];

it('state every cost that is known, one or another', () => {
  const stated = new Set(
    scenarioNames().flatMap((name) => allCosts(read(name)).flatMap((costs) => Object.keys(costs))),
  );
  expect(Object.keys(KNOWN.costs).filter((cost) => !stated.has(cost))).toEqual([]);
});

const fittedCosts = (costs: Costs): readonly string[] =>
  Object.entries(costs).flatMap(([cost, { fitted }]) => (fitted === true ? [cost] : []));

it.each(scenarioNames())('%s lists its fitted constants, fewer than it has claims', (name) => {
  const scenario = read(name);
  const { fitted, claims, workload, machine } = scenario;
  expect(fitted.length).toBeLessThan(claims.length);
  const constants = fitted.map(({ constant }) => constant);
  expect(new Set(constants).size).toBe(constants.length);
  const marked = new Set(allCosts(scenario).flatMap(fittedCosts));
  expect([...marked].filter((cost) => isUsed(scenario, cost) && !constants.includes(cost))).toEqual([]);
  const others = fitted.flatMap(({ on }) => on).filter((claim) => claim.includes(':'));
  expect(others.filter((claim) => !MARKED.includes(claim))).toEqual([]);
  const isThere = ({ in: where, constant, note }: Fitted): boolean => {
    if (where === 'machine') return marked.has(constant) || (parts.has(constant) && note !== undefined);
    const [first = ''] = constant.split(/[ ,]/);
    return where === 'model' || Object.hasOwn(workload.params, first);
  };
  const parts = new Set([...Object.keys(machine.costs), ...Object.keys(machine)]);
  expect(fitted.filter((one) => !isThere(one))).toEqual([]);
});
